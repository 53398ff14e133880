package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TraceHeader;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.HeaderRewrite.Edit;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;

/** One message at its scripts: what all copies' scripts share, and what they gather. For one thread. */
final class ScriptSession {

    /** Why what an engine speaks against is neither sent on nor answered. */
    static final String UNWANTED = "it is spam, or worse";

    /** Copies of one message that scripts may send on, for all recipients together. */
    static final int FORWARDS_MAX = 1_000;

    /** Nothing can be decided about the message now. */
    static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undecided(String why) {
            super(why, null, false, false);
        }
    }

    private final ScriptPorts ports;
    private final JudgedMessage judged;
    private final SessionFacts facts;
    private final Findings.Round scanned;
    private final Instant now;
    private final Scripted.Gathering gathering = new Scripted.Gathering();
    private final ScriptMail mail;
    private final Journal journal;
    private final ScriptEnvironment environment;
    private int forwards;
    private Optional<ScriptedMessage> message = Optional.empty();

    ScriptSession(ScriptPorts ports, JudgedMessage judged, SessionFacts facts) {
        this.ports = ports;
        this.judged = judged;
        this.facts = facts;
        this.scanned = facts.get(GateFacts.SCANNED).orElse(Findings.Round.NONE);
        this.now = ports.clock().instant();
        this.mail = new ScriptMail(this, ports);
        this.journal = new Journal(this);
        this.environment = new ScriptEnvironment(ports.hostname(), judged.request().mail(), facts);
    }

    Scripted.Gathering gathering() {
        return gathering;
    }

    ScriptMail mail() {
        return mail;
    }

    /** Whether no absent user is to answer. */
    boolean withoutVacation() {
        return TableWishes.of(facts).withoutVacation();
    }

    ScriptForwarding forwarding() {
        return ports.forwarding();
    }

    PolicySnapshot policy() {
        return facts.require(GateFacts.POLICY);
    }

    ChannelName sourceChannel() {
        return facts.require(GateFacts.SOURCE_CHANNEL).name();
    }

    ReversePath sender() {
        return judged.request().mail().reversePath();
    }

    long octets() {
        return judged.octets();
    }

    ZonedDateTime now() {
        return now.atZone(ports.clock().getZone());
    }

    /** Read when the first script needs it. */
    ScriptedMessage message() {
        if (message.isEmpty()) {
            try {
                message = Optional.of(ScriptedMessage.of(judged, facts, ports.hostname()));
            } catch (IOException e) {
                throw new UncheckedIOException("the spool cannot be read", e);
            }
        }
        return message.get();
    }

    /** What engines found of that copy. Of one that a script sends on, what they found of the copy it came of. */
    Findings findings(Copy original) {
        return scanned.of(original.address(), policy().scripts(), TableWishes.of(facts).adjustment());
    }

    CopySurroundings around(Copy copy, AcceptedRecipient recipient, Findings findings) {
        String owner = ScriptRule.owner(copy).toLowerCase(Locale.ROOT);
        return new CopySurroundings(message(), envelope(copy, recipient), now(), () -> environment.of(copy, findings), findings, owner, ports.memory(), gathering.memories);
    }

    SieveEnvelope envelope(Copy copy, AcceptedRecipient recipient) {
        MailRequest request = judged.request().mail();
        Map<String, String> parameters = new HashMap<>();
        request.parameters().ret().ifPresent(ret -> parameters.put("ret", ret.name()));
        request.parameters().envid().ifPresent(envid -> parameters.put("envid", envid));
        if (!recipient.parameters().notifyOn().isEmpty()) {
            parameters.put("notify", String.join(",", recipient.parameters().notifyOn().stream().map(Notify::name).sorted().toList()));
        }
        recipient.parameters().orcpt().ifPresent(orcpt -> parameters.put("orcpt", orcpt.toString()));
        return new SieveEnvelope('<' + sender().address() + '>', '<' + copy.address().address() + '>', Optional.of('<' + recipient.presented().address() + '>'),
                SessionTrace.identity(facts), parameters);
    }

    /** Why a copy is not sent on to that address; empty where it is. */
    String noRedirect(Copy copy, Optional<Mailbox> target, boolean unwanted) {
        if (target.isEmpty()) {
            return "not an address of an envelope";
        }
        // To send it on would make it ours.
        if (unwanted) {
            return UNWANTED;
        }
        String owner = ScriptRule.owner(copy);
        if (target.get().address().equalsIgnoreCase(owner)) {
            return "it is the owner's own";
        }
        // RFC 5228 section 10: who sent it on once does not do so again.
        boolean again = message().fields().stream().filter(field -> field.named("Resent-From")).map(HeaderField::unfolded).flatMap(value -> MailAddresses.list(value).stream())
                .anyMatch(address -> address.toString().equalsIgnoreCase(owner));
        return again ? "it came back" : ++forwards > FORWARDS_MAX ? "more than " + FORWARDS_MAX + " copies are sent on" : "";
    }

    /** The fields that say who sent a copy on (RFC 5322 section 3.6.6); by them a loop is noticed. */
    List<Edit> resent(Copy copy, Mailbox target) {
        List<Edit> fields = new ArrayList<>();
        fields.add(new Edit.Added("Resent-Date", TraceHeader.date(now), false));
        fields.add(new Edit.Added("Resent-From", '<' + ScriptRule.owner(copy) + '>', false));
        fields.add(new Edit.Added("Resent-To", '<' + target.address() + '>', false));
        fields.add(new Edit.Added("Resent-Message-ID", '<' + newId().toString() + '@' + ports.hostname() + '>', false));
        return fields;
    }

    QueueId newId() {
        return QueueId.make(now, ports.random());
    }

    /** Whether that is remembered of the user's scripts. */
    boolean remembers(String owner, Remembered.Kind kind, String key) {
        boolean now = gathering.memories.stream().anyMatch(each -> each.owner().equals(owner) && each.kind() == kind && each.key().equals(key));
        return now || switch (ports.memory().remembers(owner, kind, key)) {
            case Match.Found<Boolean> found -> true;
            case Match.NotFound<Boolean>() -> false;
            case Match.Unavailable<Boolean>(String why) -> throw new Undecided(why);
            case Match.Conflicting<Boolean>(String why) -> throw new Undecided(why);
        };
    }

    /** Who gets a copy of all that this sender sends. */
    List<Mailbox> senderCaptures() {
        return facts.get(GateFacts.SENDER).map(sender -> Stream.concat(sender.account().captures().stream(), sender.domain().captures().stream()).toList()).orElse(List.of());
    }

    Journal journal() {
        return journal;
    }
}
