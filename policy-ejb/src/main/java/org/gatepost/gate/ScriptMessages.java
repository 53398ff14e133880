package org.gatepost.gate;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;

/** Makes messages of what scripts write: with the null reverse-path, so that no report and no other script answers them (RFC 3834 section 4). */
final class ScriptMessages {

    /** The source channel of what we originate. */
    private static final ChannelName SOURCE_CHANNEL = new ChannelName("process");
    /** What stands for a session in the trace of what scripts write. */
    private static final String SESSION = "sieve";

    private final Clock clock;
    private final RandomGenerator random;

    ScriptMessages(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    List<NewMessage> of(Scripted scripted, QueuedMessage about) {
        return scripted.mails().stream().map(mail -> message(mail, about)).toList();
    }

    private NewMessage message(Scripted.Mail mail, QueuedMessage about) {
        Instant now = clock.instant();
        QueueId id = QueueId.make(now, random);
        MemoryContent content = new MemoryContent(mail.text().text().getBytes(StandardCharsets.UTF_8));
        BodyType body = content.traits().eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
        Handling handling = mail.to().isInternational() ? Handling.NONE.withSmtpUtf8() : Handling.NONE;
        MailParameters parameters = new MailParameters(OptionalLong.of(content.size()), body, Optional.empty(), Optional.empty()).with(handling);
        QueuedMessage message = new QueuedMessage(id, new Envelope(ReversePath.NULL, parameters), content.size(), HeaderEdits.NONE,
                new Origin(SESSION, 0, Optional.empty(), SOURCE_CHANNEL), about.policyVersion(), Set.of());
        TraceEvent accepted = TraceEvent.of(TraceEvent.Kind.ACCEPT, now, mail.what() + " about " + about.id()).withSession(SESSION, 0).withQueueId(id).withSender("")
                .withRecipient(mail.to().address()).with("originalQueueId", about.id().toString()).with("octets", content.size()).with("sourceChannel", SOURCE_CHANNEL.value());
        return new NewMessage(message, content, Routing.entries(mail.way(), new ForwardPath(mail.to()), new RecipientState.Waiting(),
                () -> QueueId.make(now, random).value()), List.of(accepted));
    }
}
