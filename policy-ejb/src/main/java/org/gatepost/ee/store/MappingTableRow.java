package org.gatepost.ee.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A mapping table, as an administrator wrote it. Columns are explained in V017. */
@Entity
@Table(name = "mapping_table")
public class MappingTableRow extends VersionedRow {

    private String entries;

    public String getEntries() {
        return entries;
    }

    public void setEntries(String value) {
        entries = value;
    }
}
