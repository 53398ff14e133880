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

import org.gatepost.channel.ScriptKeywords;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TraceHeader;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptBudget;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.message.BodyRewrite;
import org.gatepost.sieve.message.BodyRewrite.Outer.Encoding;
import org.gatepost.sieve.message.HeaderField;
import org.gatepost.sieve.message.HeaderRewrite;
import org.gatepost.sieve.message.HeaderRewrite.Edit;
import org.gatepost.sieve.message.MailAddresses;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;

/** One message at its scripts: what all copies' scripts share, and what they gather. For one thread. */
final class ScriptSession {

    /** Why what an engine speaks against is neither sent on nor answered. */
    static final String UNWANTED = "it is spam, or worse";

    /** Why nothing is sent on to where it is already. */
    static final String OWN = "it is the owner's own";

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
    private final ScriptKeywords limits;
    private final ScriptBudget budget;
    private int sentOn;
    private Optional<ScriptedMessage> message = Optional.empty();

    ScriptSession(ScriptPorts ports, JudgedMessage judged, SessionFacts facts) {
        this.ports = ports;
        this.judged = judged;
        this.facts = facts;
        this.limits = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().session().scripts();
        this.budget = new ScriptBudget(limits.stepsMax());
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

    /** What scripts have left of the work they may do with the message. */
    ScriptBudget budget() {
        return budget;
    }

    /** Whether so many more copies may be sent on, which are counted then; members of a group are one each. */
    boolean maySendOn(int copies) {
        boolean may = copies <= limits.copiesMax() - sentOn;
        sentOn += may ? copies : 0;
        return may;
    }

    /** What is said where they may not. */
    String tooMany() {
        return "more than " + limits.copiesMax() + " copies would be sent on";
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

    /** As received. */
    MessageHeader header() {
        return judged.header();
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

    /**
     * What is edited, as patches of the content.
     *
     * @param before how the copy differs from it already
     */
    HeaderEdits patches(List<Edit> edits, HeaderEdits before) {
        if (!BodyRewrite.isAny(edits)) {
            return HeaderRewrite.patches(edits, message().headerOctets());
        }
        return BodyRewrite.patches(edits, message(), new BodyRewrite.Outer(newId().toString(), ports.hostname(), TraceHeader.date(now), encoding(before)));
    }

    /** What octets of the content, or of what engines and policy put there, may be. */
    private Encoding encoding(HeaderEdits before) {
        if (judged.request().mail().parameters().body() == BodyType.BINARY_MIME) {
            return Encoding.BINARY;
        }
        return judged.request().content().traits().eightBit() || before.areEightBitFrom(0) ? Encoding.EIGHT_BIT : Encoding.SEVEN_BIT;
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
            return OWN;
        }
        // RFC 5228 section 10: who sent it on once does not do so again.
        boolean again = message().fields().stream().filter(field -> field.named("Resent-From")).map(HeaderField::unfolded).flatMap(value -> MailAddresses.list(value).stream())
                .anyMatch(address -> address.toString().equalsIgnoreCase(owner));
        return again ? "it came back" : sentOn >= limits.copiesMax() ? tooMany() : "";
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

    /** What is remembered of it for the user's scripts, or will be with this message. */
    ScriptMemory.Standing remembered(String owner, Remembered.Kind kind, String key) {
        boolean now = gathering.memories.stream().anyMatch(each -> each.owner().equals(owner) && each.kind() == kind && each.key().equals(key));
        return now ? ScriptMemory.Standing.KNOWN : switch (ports.memory().remembers(owner, kind, key)) {
            case Match.Found<ScriptMemory.Standing>(ScriptMemory.Standing standing) -> standing;
            case Match.NotFound<ScriptMemory.Standing>() -> ScriptMemory.Standing.NEW;
            case Match.Unavailable<ScriptMemory.Standing>(String why) -> throw new Undecided(why);
            case Match.Conflicting<ScriptMemory.Standing>(String why) -> throw new Undecided(why);
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
