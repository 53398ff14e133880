package org.gatepost.dsn;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;

/** Makes messages of reports: rendered, with the null reverse-path (RFC 3461 section 6), on their way to wherever the sender's address leads. */
final class Originator {

    /** The source channel of what we originate. */
    static final ChannelName SOURCE_CHANNEL = new ChannelName("process");
    /** What stands for a session in the trace of what we originate. */
    static final String SESSION = "dsn";
    /** Of a message whose header section is returned, no more is read than this: 64 KiB. */
    static final int HEADER_OCTETS_MAX = 64 << 10;

    /** The mark of what only the postmaster gets: where that fails, nobody is told (RFC 3461 section 6). */
    static final String FOR_POSTMASTER = "for-postmaster";

    /**
     * What a report is for.
     *
     * @param marks of its message
     * @param review why it is held until somebody has looked at it; empty where it goes
     */
    record Purpose(Set<String> marks, Optional<String> review) {
        /** The sender is told. */
        static final Purpose TELL = new Purpose(Set.of(), Optional.empty());
        /** The postmaster is. */
        static final Purpose POSTMASTER = new Purpose(Set.of(FOR_POSTMASTER), Optional.empty());

        static Purpose review(String why) {
            return new Purpose(Set.of(), Optional.of(why));
        }
    }

    private final DsnRenderer renderer;
    private final ReturnLimits limits;
    private final RandomGenerator random;

    Originator(DsnRenderer renderer, ReturnLimits limits, RandomGenerator random) {
        this.renderer = renderer;
        this.limits = limits;
        this.random = random;
    }

    QueueId newId(Instant at) {
        return QueueId.make(at, random);
    }

    NewMessage message(DsnReport report, Attempt attempt, List<Destination> destinations, Purpose purpose) throws IOException {
        QueuedMessage about = attempt.claimed().message();
        Instant now = attempt.outcome().at();
        int octetsMax = report.returns() == Ret.FULL ? limits.greatest() : HEADER_OCTETS_MAX;
        MemoryContent content;
        try (InputStream original = Excerpt.of(about, attempt.original(), octetsMax)) {
            content = new MemoryContent(renderer.render(report, original, about.edits().sizeAfter(about.contentOctets())));
        }
        BodyType body = content.traits().eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
        // RFC 6533 section 4: the renderer writes UTF-8 in header fields for nobody else.
        Handling handling = report.to().isInternational() ? Handling.NONE.withSmtpUtf8() : Handling.NONE;
        MailParameters parameters = new MailParameters(OptionalLong.of(content.size()), body, Optional.empty(), Optional.empty()).with(handling);
        QueuedMessage message = new QueuedMessage(report.id(), new Envelope(ReversePath.NULL, parameters), content.size(), HeaderEdits.NONE,
                new Origin(SESSION, 0, Optional.empty(), SOURCE_CHANNEL), about.policyVersion(), purpose.marks());
        TraceEvent accepted = TraceEvent.of(TraceEvent.Kind.ACCEPT, now, "report about " + about.id()).withSession(SESSION, 0).withQueueId(report.id())
                .withSender("").withRecipient(report.to().address()).with("originalQueueId", about.id().toString()).with("octets", content.size()).with("sourceChannel", SOURCE_CHANNEL.value());
        Optional<TraceEvent> held = purpose.review().map(why -> TraceEvent.of(TraceEvent.Kind.HOLD, now, Backscatter.RULE + ": " + why).withSession(SESSION, 0)
                .withQueueId(report.id()).withSender("").withRecipient(report.to().address()));
        RecipientState state = purpose.review().<RecipientState>map(why -> new RecipientState.Held(Backscatter.RULE, why)).orElseGet(RecipientState.Waiting::new);
        return new NewMessage(message, content, Routing.entries(destinations, new ForwardPath(report.to()), state, () -> newId(now).value()), Stream.concat(Stream.of(accepted), held.stream()).toList());
    }
}
