package org.gatepost.ee.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Conversion entries, as an administrator wrote them. Columns are explained in V042. */
@Entity
@Table(name = "conversion_rules")
@IdClass(VersionedName.class)
public class ConversionRulesRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;
    private String entries;

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

    public String getEntries() {
        return entries;
    }

    public void setEntries(String value) {
        entries = value;
    }
}
