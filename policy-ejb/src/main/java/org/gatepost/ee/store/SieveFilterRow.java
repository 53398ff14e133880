package org.gatepost.ee.store;

import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A Sieve script of a domain, a channel or the system. Columns are explained in V033. */
@Entity
@Table(name = "sieve_filter")
public class SieveFilterRow extends VersionedRow {

    private String script;
    private String journal;

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
