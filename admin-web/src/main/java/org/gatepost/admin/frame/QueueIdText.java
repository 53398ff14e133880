package org.gatepost.admin.frame;

import java.util.Locale;
import java.util.Optional;

import org.gatepost.mail.QueueId;

/** Reads a queue id as people type and paste it. */
public final class QueueIdText {

    private QueueIdText() {
    }

    /** The queue id meant; empty where the text is none. */
    public static Optional<QueueId> read(String text) {
        try {
            return Optional.of(QueueId.parse(text.strip().toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
