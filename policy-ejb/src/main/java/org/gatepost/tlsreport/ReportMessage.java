package org.gatepost.tlsreport;

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
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;

/** Makes a message of a report that goes by mail: one that is to arrive whatever is wrong with encryption (RFC 8460 section 3). */
public final class ReportMessage {

    /** The source channel of what we originate. */
    private static final ChannelName SOURCE_CHANNEL = new ChannelName("process");
    /** What stands for a session in its trace. */
    private static final String SESSION = "tls-report";

    private ReportMessage() {
    }

    /**
     * Who writes to whom.
     *
     * @param way where the mail goes
     */
    public record Addresses(Mailbox from, Mailbox to, List<Routing.Destination> way) {
        public Addresses {
            way = List.copyOf(way);
        }
    }

    /** @param rendered all of it */
    public static NewMessage of(byte[] rendered, Addresses addresses, long policyVersion, Instant at, RandomGenerator random) {
        MemoryContent content = new MemoryContent(rendered);
        QueueId id = QueueId.make(at, random);
        ReversePath sender = new ReversePath(Optional.of(addresses.from()));
        MailParameters parameters = new MailParameters(OptionalLong.of(content.size()), BodyType.SEVEN_BIT, Optional.empty(), Optional.empty());
        QueuedMessage message = new QueuedMessage(id, new Envelope(sender, parameters), content.size(), HeaderEdits.NONE, new Origin(SESSION, 0, Optional.empty(), SOURCE_CHANNEL),
                policyVersion, Set.of(QueuedMessage.PREFERS_DELIVERY));
        TraceEvent accepted = TraceEvent.of(TraceEvent.Kind.ACCEPT, at, "TLS report").withSession(SESSION, 0).withQueueId(id).withSender(sender.address())
                .withRecipient(addresses.to().address()).with("octets", content.size()).with("sourceChannel", SOURCE_CHANNEL.value());
        return new NewMessage(message, content, Routing.entries(addresses.way(), new ForwardPath(addresses.to()), new RecipientState.Waiting(),
                () -> QueueId.make(at, random).value()), List.of(accepted));
    }
}
