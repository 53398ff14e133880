package org.gatepost.ee.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** Conversion entries, as an administrator wrote them. Columns are explained in V042. */
@Entity
@Table(name = "conversion_rules")
public class ConversionRulesRow extends VersionedRow {

    private String entries;

    public String getEntries() {
        return entries;
    }

    public void setEntries(String value) {
        entries = value;
    }
}
