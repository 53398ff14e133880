package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;

/** What every policy row has: the version it belongs to, and its name there. */
@MappedSuperclass
@IdClass(VersionedName.class)
public abstract class VersionedRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;

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
}
