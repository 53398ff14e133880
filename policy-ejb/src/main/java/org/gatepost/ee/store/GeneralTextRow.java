package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A text of the general database. Columns are explained in V020. */
@Entity
@Table(name = "general_text")
@IdClass(VersionedName.class)
public class GeneralTextRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;
    private String value;

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

    public String getValue() {
        return value;
    }

    public void setValue(String newValue) {
        value = newValue;
    }
}
