package org.gatepost.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The answer a user wants given to mail, as the entry has it (mailDeliveryOption autoreply).
 *
 * @param subject mailAutoReplySubject; empty: the answerer's own
 * @param text mailAutoReplyText, its lines separated by CRLF
 * @param textInternal mailAutoReplyTextInternal: to senders of the user's own domain; empty: the same text
 * @param interval how long the same sender is not answered again (mailAutoReplyTimeOut); zero in the modes that answer each message
 * @param from vacationStartDate: no answer before
 * @param until vacationEndDate: no answer afterwards
 */
public record Autoreply(Mode mode, String subject, String text, String textInternal, Duration interval, Optional<Instant> from, Optional<Instant> until) {

    /** Between two answers to one sender where the entry does not say. */
    public static final Duration INTERVAL = Duration.ofDays(7);

    /** What is answered (mailAutoReplyMode). */
    public enum Mode {
        /** The text, to each sender once in an interval. */
        VACATION,
        /** The text, to each message. */
        REPLY,
        /** The message itself and the text, to each message. */
        ECHO
    }

    /** Whether an answer is wanted at that moment. */
    public boolean isActive(Instant now) {
        return from.filter(now::isBefore).isEmpty() && until.filter(now::isAfter).isEmpty();
    }
}
