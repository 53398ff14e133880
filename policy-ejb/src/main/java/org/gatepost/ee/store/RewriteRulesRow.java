package org.gatepost.ee.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Rewrite rules, as an administrator wrote them. Columns are explained in V025. */
@Entity
@Table(name = "rewrite_rules")
public class RewriteRulesRow extends VersionedRow {

    private String rules;

    public String getRules() {
        return rules;
    }

    public void setRules(String value) {
        rules = value;
    }
}
