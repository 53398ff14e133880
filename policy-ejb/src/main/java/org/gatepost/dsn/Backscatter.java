package org.gatepost.dsn;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Origin;
import org.gatepost.queue.QueuedMessage;

/**
 * Whose sender is not to be told by itself, because he most probably did not write the message: a report would be one more unwanted mail to a third
 * person. Goes by the marks that stay with a message. Immutable.
 *
 * <p>An authenticated sender, one of the channel {@link #INTERNAL}, and what we originate are always told. SPF without a result (none) is no mark.
 *
 * @param marks words: a mark that is one of them, or begins with one and a colon, suppresses reports
 */
public record Backscatter(Set<String> marks) {

    /** The rule's name, in the trace and as the holder of a suppressed report. */
    public static final String RULE = "Backscatter";
    /** SPF failed, DMARC failed, an engine called it spam or infected. */
    public static final Backscatter DEFAULT = new Backscatter(Set.of("spf:fail", "dmarc:fail", "spam", "virus"));
    /** The source channel of our own networks. */
    public static final ChannelName INTERNAL = new ChannelName("tcp_intranet");

    public Backscatter {
        marks = Set.copyOf(marks);
    }

    /** Why reports about the message are suppressed: the marks that say so; empty where they are not. */
    Optional<String> suppresses(QueuedMessage message) {
        Origin origin = message.origin();
        boolean known = origin.client().isEmpty() || origin.client().get().identity().isPresent() || origin.sourceChannel().equals(INTERNAL);
        Set<String> found = new TreeSet<>();
        message.marks().stream().filter(mark -> marks.stream().anyMatch(word -> mark.equals(word) || mark.startsWith(word + ":"))).forEach(found::add);
        return known || found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
    }
}
