package org.gatepost.scan;

import java.time.Duration;

import org.gatepost.smtp.spool.MessageContent;

/** Port: one engine. Safe for use by many threads; each adapter is a package of its own under {@code adapter.scanner}. */
public interface Scanner {

    /** The name policy gave it. */
    String name();

    /**
     * Asks about a content, as received. Answers at the latest after {@code deadline}, connecting included, and closes its socket then; never throws.
     */
    ScanVerdict scan(MessageContent content, Duration deadline);

    /** Whether the engine answers at all: a cheap question, for probes and the overview. Same deadline rule. */
    boolean answers(Duration deadline);
}
