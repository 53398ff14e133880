package org.gatepost.ee.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An SPF record of our own; its name is the domain. Columns are explained in V018. */
@Entity
@Table(name = "spf_local")
public class SpfLocalRow extends VersionedRow {

    private String record;

    public String getRecord() {
        return record;
    }

    public void setRecord(String value) {
        record = value;
    }
}
