package org.gatepost.ee.store;

import java.util.Optional;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A Sieve script of a domain, a channel or the system. Columns are explained in V033. */
@Entity
@Table(name = "sieve_filter")
@IdClass(VersionedName.class)
public class SieveFilterRow {

    @Id
    @Column(name = "version_id")
    private long versionId;
    @Id
    private String name;
    private String script;
    private String journal;

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

    public String getScript() {
        return script;
    }

    public void setScript(String value) {
        script = value;
    }

    /** Where capture without an address copies to. */
    public Optional<String> journal() {
        return Optional.ofNullable(journal);
    }

    public void setJournal(String value) {
        journal = value;
    }
}
