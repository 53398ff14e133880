package org.gatepost.ee.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.gatepost.mail.Quarantine;
import org.gatepost.mail.QueueId;

/**
 * Which entries of the queue are meant. Empty texts and options restrict nothing.
 *
 * @param sender part of the reverse-path, in any case; {@code <>} is the null reverse-path
 * @param recipient part of a recipient's address, in any case
 * @param channel the destination channel
 * @param minimumAge since the message arrived
 * @param quarantine kinds of quarantine a recipient is in; empty restricts nothing
 */
public record QueueFilter(String sender, String recipient, Optional<QueueId> queueId, String channel, Optional<EntryState> state,
        Optional<Duration> minimumAge, Set<Quarantine> quarantine) {

    /** The whole queue. */
    public static final QueueFilter ALL = new QueueFilter("", "", Optional.empty(), "", Optional.empty(), Optional.empty(), Set.of());

    private static final int TEXT_MAX = 320;

    public QueueFilter {
        sender = cut(sender);
        recipient = cut(recipient);
        channel = cut(channel);
        quarantine = Set.copyOf(quarantine);
    }

    /** One that asks for no quarantine. */
    public QueueFilter(String sender, String recipient, Optional<QueueId> queueId, String channel, Optional<EntryState> state, Optional<Duration> minimumAge) {
        this(sender, recipient, queueId, channel, state, minimumAge, Set.of());
    }

    private static String cut(String text) {
        String stripped = text.strip();
        return stripped.length() > TEXT_MAX ? stripped.substring(0, TEXT_MAX) : stripped;
    }
}
