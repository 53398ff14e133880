package org.gatepost.sieve;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

import org.gatepost.sieve.message.SieveMessage;

/** What a script can ask about besides its own text: the message, its envelope, and everything around them. */
public interface SieveSurroundings {

    SieveMessage message();

    SieveEnvelope envelope();

    /** The time, in the server's zone. */
    ZonedDateTime now();

    /** An item of the environment (RFC 5183); absent where it is not known. */
    Optional<String> environment(String name);

    /**
     * What "spamtest" compares (RFC 5235 section 2).
     *
     * @param percent whether from 0 to 100, not from 0, not tested, to 10
     * @param adjustment what scripts have added to the score so far
     */
    String spamValue(boolean percent, double adjustment);

    /** From 0, not tested, over 1, clean, to 5, certainly infected (RFC 5235 section 3). */
    int virusLevel();

    /** What parts a local part from its detail (RFC 5233). */
    String detailSeparator();

    MailboxView mailboxes();

    ExternalLists lists();

    /** Whether a message was seen before (RFC 7352); asking counts as seeing. */
    DuplicateLedger duplicates();

    /** Whether scripts may add fields of that name. */
    default boolean mayAdd(String fieldName) {
        return true;
    }

    /** Whether scripts may delete fields of that name; those of the trace never (RFC 5293 section 6). */
    default boolean mayDelete(String fieldName) {
        return !fieldName.equalsIgnoreCase("Received") && !fieldName.equalsIgnoreCase("Auto-Submitted");
    }

    /** Flags the message has before any script ran. */
    default List<String> initialFlags() {
        return List.of();
    }

    /** What is known of the store behind LMTP, which is little. */
    interface MailboxView {

        /** Knows nothing: says of every mailbox that it is there, since the store makes what is missing. */
        MailboxView UNKNOWN = new MailboxView() {
            @Override
            public boolean exists(String name) {
                return true;
            }

            @Override
            public Optional<String> metadata(Optional<String> mailbox, String name) {
                return Optional.empty();
            }

            @Override
            public boolean specialUse(Optional<String> mailbox, String use) {
                return false;
            }
        };

        boolean exists(String name);

        /** An annotation of a mailbox, or of the server (RFC 5490). */
        Optional<String> metadata(Optional<String> mailbox, String name);

        /** Whether a mailbox, or any, is for that use (RFC 8579). */
        boolean specialUse(Optional<String> mailbox, String use);
    }

    /** Lists that are kept elsewhere (RFC 6134). */
    interface ExternalLists {

        ExternalLists NONE = new ExternalLists() {
            @Override
            public boolean exists(String name) {
                return false;
            }

            @Override
            public boolean contains(String name, String value) {
                return false;
            }
        };

        boolean exists(String name);

        boolean contains(String name, String value);
    }

    /** Remembers messages. */
    @FunctionalInterface
    interface DuplicateLedger {

        DuplicateLedger FORGETFUL = (handle, id, seconds, renew) -> false;

        /**
         * @param seconds how long it is to be remembered; absent: as the server has it
         * @param renew whether the time begins anew each time it is seen
         */
        boolean seenBefore(String handle, String id, Optional<Long> seconds, boolean renew);
    }
}
