package org.gatepost.tlsreport;

/** Port: who counts what connections come to. Waits for nobody. Safe for use by many threads. */
@FunctionalInterface
public interface TlsOutcomes {

    /** Nobody does. */
    TlsOutcomes UNCOUNTED = outcome -> {
        // What it says.
    };

    void happened(TlsOutcome outcome);
}
