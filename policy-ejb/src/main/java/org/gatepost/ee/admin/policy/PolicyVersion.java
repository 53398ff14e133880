package org.gatepost.ee.admin.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * A policy version among the others.
 *
 * @param active whether it decides
 * @param activated when it last began to decide; empty for a draft, which never did
 */
public record PolicyVersion(long id, String note, String author, Instant created, boolean active, Optional<Instant> activated) {

    /** Whether it never decided. */
    public boolean isDraft() {
        return !active && activated.isEmpty();
    }
}
