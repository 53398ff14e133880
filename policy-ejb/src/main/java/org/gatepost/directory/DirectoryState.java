package org.gatepost.directory;

import java.time.Instant;
import java.util.Optional;

/**
 * How the directory stands, for the overview.
 *
 * @param since when it came to stand so
 * @param lastError the last failure, also when it is up again; no secret
 * @param lastErrorAt when that was
 * @param searches searches sent since the start
 */
public record DirectoryState(Standing standing, Instant since, Optional<String> lastError, Optional<Instant> lastErrorAt, long searches) {

    /** What the last question told. */
    public enum Standing {
        /** Nobody was looked up yet. */
        NOT_ASKED,
        UP,
        DOWN
    }
}
