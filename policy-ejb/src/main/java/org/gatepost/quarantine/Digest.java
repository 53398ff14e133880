package org.gatepost.quarantine;

import java.time.Instant;
import java.util.List;

import org.gatepost.smtp.protocol.Mailbox;

/**
 * What one user is told of one day's mail in quarantine, as values: who writes it makes them fit to be read, for senders wrote the half of it.
 *
 * @param id of the message, and the left part of its Message-ID
 * @param hostname ours
 * @param from who is asked about it
 * @param to the user
 * @param copies what is kept back, the oldest first; at least one, at most {@link #COPIES_MAX}
 * @param more how many others there are that this one has no room for; the next one tells of them
 * @param linksUntil how long the links are good
 */
public record Digest(String id, String hostname, Mailbox from, Mailbox to, List<Line> copies, long more, Instant linksUntil) {

    /** Copies of one digest. */
    public static final int COPIES_MAX = 50;

    /**
     * One copy.
     *
     * @param arrived when
     * @param sender the From field, decoded; the reverse-path where there is none
     * @param subject decoded; may be empty
     * @param why it is kept back
     * @param link the address of the page that releases it
     */
    public record Line(Instant arrived, String sender, String subject, String why, String link) {
    }

    public Digest {
        copies = List.copyOf(copies);
        if (copies.isEmpty() || copies.size() > COPIES_MAX) {
            throw new IllegalArgumentException(copies.size() + " copies in a digest");
        }
    }
}
