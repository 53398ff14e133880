package org.gatepost.throttle;

import java.time.Instant;

/** What a table remembers of one key. Values of the JDK alone, so that any ledger can keep them. */
public sealed interface LedgerEntry permits Meter, LedgerEntry.Stored, Greylisted {

    /** From when on it may be forgotten without anybody noticing. */
    Instant expires();

    /** What somebody stored: a text, or a number as its digits. It stays until it is removed, or the table is full. */
    record Stored(String value) implements LedgerEntry {
        @Override
        public Instant expires() {
            return Instant.MAX;
        }
    }
}
