package org.gatepost.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;

/**
 * A message that we write about nobody's message: reports, digests. Immutable.
 *
 * @param session what stands for a session in its trace
 * @param what it is, for the trace
 * @param sender its reverse-path
 * @param way where the mail goes
 */
public record Originated(String session, String what, ReversePath sender, Mailbox to, List<Routing.Destination> way, Set<String> marks) {

    /** The source channel of what we originate. */
    private static final ChannelName SOURCE_CHANNEL = new ChannelName("process");

    public Originated {
        way = List.copyOf(way);
        marks = Set.copyOf(marks);
    }

    /** The message, on its way. @param rendered all of it, 7-bit */
    public NewMessage message(QueueId id, byte[] rendered, long policyVersion, Instant at, RandomGenerator random) {
        MemoryContent content = new MemoryContent(rendered);
        MailParameters parameters = new MailParameters(OptionalLong.of(content.size()), BodyType.SEVEN_BIT, Optional.empty(), Optional.empty());
        QueuedMessage message = new QueuedMessage(id, new Envelope(sender, parameters), content.size(), HeaderEdits.NONE, new Origin(session, 0, Optional.empty(), SOURCE_CHANNEL),
                policyVersion, marks);
        TraceEvent accepted = TraceEvent.of(TraceEvent.Kind.ACCEPT, at, what).withSession(session, 0).withQueueId(id).withSender(sender.address())
                .withRecipient(to.address()).with("octets", content.size()).with("sourceChannel", SOURCE_CHANNEL.value());
        return new NewMessage(message, content, Routing.entries(way, new ForwardPath(to), new RecipientState.Waiting(), () -> QueueId.make(at, random).value()),
                List.of(accepted));
    }
}
