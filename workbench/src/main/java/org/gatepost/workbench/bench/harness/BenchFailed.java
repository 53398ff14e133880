package org.gatepost.workbench.bench.harness;

/** A benchmark could not measure, or what it measured broke a promise; the message says which, in one line. */
public final class BenchFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BenchFailed(String message) {
        super(message);
    }

    public BenchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
