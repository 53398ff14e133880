package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Rewrite rules, as an administrator wrote them. Columns are explained in V025. */
@Entity
@Table(name = "rewrite_rules")
@IdClass(VersionedName.class)
public class RewriteRulesRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;
    private String rules;

    public long getVersionId() {
        return versionId;
    }

    public void setVersionId(long value) {
        versionId = value;
    }

    public String getName() {
        return name;
    }

    public void setName(String value) {
        name = value;
    }

    public String getRules() {
        return rules;
    }

    public void setRules(String value) {
        rules = value;
    }
}
