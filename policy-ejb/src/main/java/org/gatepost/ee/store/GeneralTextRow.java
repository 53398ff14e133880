package org.gatepost.ee.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A text of the general database. Columns are explained in V020. */
@Entity
@Table(name = "general_text")
public class GeneralTextRow extends VersionedRow {

    private String value;

    public String getValue() {
        return value;
    }

    public void setValue(String newValue) {
        value = newValue;
    }
}
