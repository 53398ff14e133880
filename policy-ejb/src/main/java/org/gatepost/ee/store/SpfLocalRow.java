package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** An SPF record of our own; its name is the domain. Columns are explained in V018. */
@Entity
@Table(name = "spf_local")
@IdClass(VersionedName.class)
public class SpfLocalRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;
    private String record;

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

    public String getRecord() {
        return record;
    }

    public void setRecord(String value) {
        record = value;
    }
}
