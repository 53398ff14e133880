package org.gatepost.trace;

/** Port: what needs a hand. Raising an alarm that stands counts it; never waits. Safe for use by many threads. */
public interface Alarms {

    /**
     * Raises it.
     *
     * @param key names the cause, such as {@code scanner:clamd} or {@code directory:conflict:bob@example.com}
     * @param text one sentence for the operator; no secret
     */
    void raise(String key, String text);

    /** The cause is gone. Nothing where no such alarm stands. */
    void clear(String key);
}
