package org.gatepost.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.gatepost.gate.AcceptedRecipient.Alteration;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.TraceHeader;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.mailauth.ClientName;
import org.gatepost.mailauth.spf.SpfFacts;
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
    private final Findings findings;
    private final Instant now;
    private final Scripted.Gathering gathering = new Scripted.Gathering();
    private final ScriptMail mail;
    private final Map<Mailbox, List<String>> captured = new LinkedHashMap<>();
    private int forwards;
    private Optional<ScriptedMessage> message = Optional.empty();
    private Optional<Map<String, String>> environment = Optional.empty();

    ScriptSession(ScriptPorts ports, JudgedMessage judged, SessionFacts facts) {
        this.ports = ports;
        this.judged = judged;
        this.facts = facts;
        this.findings = new Findings(facts.get(GateFacts.SCANNED).orElse(Map.of()), 0);
        this.now = ports.clock().instant();
        this.mail = new ScriptMail(this, ports);
    }

    Scripted.Gathering gathering() {
        return gathering;
    }

    ScriptMail mail() {
        return mail;
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

    CopySurroundings around(Copy copy, AcceptedRecipient recipient) {
        String owner = ScriptRule.owner(copy).toLowerCase(Locale.ROOT);
        return new CopySurroundings(message(), envelope(copy, recipient), now(), () -> environment(copy), findings, owner, ports.memory(), gathering.memories);
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

    /** RFC 5183 section 4, and what we know besides. */
    private Map<String, String> environment(Copy copy) {
        if (environment.isEmpty()) {
            MailRequest request = judged.request().mail();
            Map<String, String> items = new TreeMap<>(Map.of("name", "Gatepost", "location", "MTA", "phase", "pre", "host", ports.hostname(),
                    "domain", ports.hostname().substring(ports.hostname().indexOf('.') + 1), "remote-ip", request.connection().clientAddress().toString(),
                    "vnd.gatepost.helo", request.hello().name(), "vnd.gatepost.source-channel", sourceChannel().value()));
            facts.get(NameFacts.CLIENT).ifPresent(found -> items.put("remote-host", found instanceof ClientName.Confirmed(String name) ? name : ""));
            SessionTrace.identity(facts).ifPresent(identity -> items.put("vnd.gatepost.identity", identity));
            facts.get(SpfFacts.MAIL_FROM).ifPresent(verdict -> items.put("vnd.gatepost.spf.mailfrom", verdict.result().word()));
            facts.get(SpfFacts.HELLO).ifPresent(verdict -> items.put("vnd.gatepost.spf.helo", verdict.result().word()));
            findings.answers().forEach((engine, answer) -> items.put("vnd.gatepost.engine." + engine.toLowerCase(Locale.ROOT), ContentScan.words(answer.finding())));
            environment = Optional.of(items);
        }
        Map<String, String> all = new HashMap<>(environment.get());
        all.put("vnd.gatepost.destination-channel", copy.route().channel().value());
        return all;
    }

    /** Why a copy is not sent on to that address; empty where it is. */
    String noRedirect(Copy copy, Optional<Mailbox> target) {
        if (target.isEmpty()) {
            return "not an address of an envelope";
        }
        // To send it on would make it ours.
        if (findings.isSpam()) {
            return "it is spam";
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

    /** Notes a copy for the journal; what the trace says of it. */
    Optional<String> capture(Copy copy, Optional<String> address) {
        Optional<Mailbox> journal = address.isPresent() ? address.flatMap(ScriptForwarding::mailbox) : policy().scripts().journal(CopyScripts.domain(copy));
        if (journal.isEmpty()) {
            return Optional.of("capture, for which there is no address");
        }
        List<String> addresses = captured.computeIfAbsent(journal.get(), each -> new ArrayList<>());
        if (!addresses.contains(copy.address().address())) {
            addresses.add(copy.address().address());
        }
        return Optional.of("capture " + journal.get().address());
    }

    /** The journal's copies: one for each address, with the envelope in fields above all others, and nobody hears of them. */
    List<Copy> journalled() {
        List<Copy> all = new ArrayList<>();
        captured.forEach((journal, recipients) -> {
            StringBuilder fields = new StringBuilder("X-Envelope-From: <").append(sender().address()).append(">\r\n");
            recipients.forEach(each -> fields.append("X-Envelope-To: <").append(each).append(">\r\n"));
            Alteration alteration = new Alteration(HeaderEdits.NONE.prepend(fields.toString()), Optional.of(ReversePath.NULL), "");
            switch (forwarding().copies(journal, ReversePath.NULL, octets(), policy(), "capture")) {
                case Match.Found<List<Copy>>(List<Copy> found) -> found.forEach(copy -> all.add(copy.altered(alteration)));
                // What must be kept a copy of is not taken without one.
                case Match.NotFound<List<Copy>>() -> throw new Undecided("the journal " + journal.address() + " takes no mail");
                case Match.Unavailable<List<Copy>>(String why) -> throw new Undecided(why);
                case Match.Conflicting<List<Copy>>(String why) -> throw new Undecided(why);
            }
        });
        return all;
    }
}
