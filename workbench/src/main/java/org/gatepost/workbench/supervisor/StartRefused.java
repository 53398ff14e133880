package org.gatepost.workbench.supervisor;

/** Why a start did not come to pass, in one line for the person who asked for it; never holds a secret. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String line) {
        super(line.replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }

    public StartRefused(String line, Throwable cause) {
        super(line.replaceAll("\\s*[\\r\\n]+\\s*", " "), cause);
    }
}
