package org.gatepost.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.directory.Autoreply;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptLevel;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.sieve.ScriptOrder.Trouble;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.SieveEnvelope;
import org.gatepost.sieve.reply.BrokenScriptNotice;
import org.gatepost.sieve.reply.GeneratedMail;
import org.gatepost.sieve.reply.NotificationMail;
import org.gatepost.sieve.reply.Stamp;
import org.gatepost.sieve.reply.VacationReply;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** What scripts write: answers of absent owners, notifications, and what is said to the owner of a broken script. For one message and one thread. */
final class ScriptMail {

    /** Between two answers to one sender where the script does not say (RFC 5230 section 4.1), and at most. */
    static final Duration VACATION = Duration.ofDays(7);
    static final Duration VACATION_MAX = Duration.ofDays(90);
    /** Between two notices about a broken script. */
    static final Duration NOTICE = Duration.ofDays(1);
    /** Messages that scripts may write because of one message, all recipients together. */
    static final int MAILS_MAX = 100;

    private static final VacationReply.Manner MANNER = new VacationReply.Manner("Automated reply", "Auto: %$", true, true, false, false);

    private final ScriptSession session;
    private final ScriptPorts ports;
    private final Set<String> told = new HashSet<>();
    private Optional<AcceptedRecipient> recipient = Optional.empty();

    ScriptMail(ScriptSession session, ScriptPorts ports) {
        this.session = session;
        this.ports = ports;
    }

    /** For whom the next actions are. */
    void about(AcceptedRecipient next) {
        recipient = Optional.of(next);
    }

    /** Answers the sender, who is not answered again for a while; what the trace says of it, nothing where none is due. */
    Optional<String> vacation(Copy copy, SieveAction.Vacation vacation) {
        String owner = ScriptRule.owner(copy).toLowerCase(Locale.ROOT);
        SieveEnvelope envelope = session.envelope(copy, recipient.orElseThrow());
        // Whose copy is held has not got it, and a list's subscriber does not answer the list.
        if (copy.held().isPresent() || copy.errorsTo().isPresent() || session.withoutVacation()) {
            return Optional.empty();
        }
        Optional<GeneratedMail> reply = VacationReply.to(session.message(), envelope, vacation, List.of(owner), MANNER, stamp());
        String key = Remembered.keyOf(vacation.handle(), session.sender().address().toLowerCase(Locale.ROOT));
        if (reply.isEmpty()) {
            return Optional.empty();
        }
        ScriptMemory.Standing standing = session.remembered(owner, Remembered.Kind.VACATION, key);
        // Whom it could not remember it would answer again before its time.
        if (standing == ScriptMemory.Standing.NO_ROOM) {
            return Optional.of("vacation, which is not sent: too many were answered lately");
        }
        if (standing == ScriptMemory.Standing.KNOWN || !send("vacation of " + owner, reply.get())) {
            return Optional.empty();
        }
        Duration pause = vacation.seconds().map(Duration::ofSeconds).orElse(VACATION);
        Instant until = session.now().toInstant().plus(pause.compareTo(VACATION_MAX) > 0 ? VACATION_MAX : pause);
        if (!pause.isZero()) {
            session.gathering().memories.add(new Remembered(owner, Remembered.Kind.VACATION, key, until));
        }
        return Optional.of("vacation");
    }

    /** The answer the directory has for a user: the same rules as of a script's. */
    Optional<String> autoreply(Copy copy, Autoreply autoreply) {
        boolean inside = !autoreply.textInternal().isEmpty() && session.sender().mailbox().map(Mailbox::domain).equals(CopyScripts.domain(copy));
        return vacation(copy, new SieveAction.Vacation(Optional.of(autoreply.interval().toSeconds()), Optional.of(autoreply.subject()).filter(subject -> !subject.isEmpty()),
                Optional.empty(), List.of(), false, "mailAutoReply", inside ? autoreply.textInternal() : autoreply.text()));
    }

    /** Tells somebody of the message. */
    Optional<String> notification(Copy copy, SieveAction.Notify notify) {
        if (copy.held().isPresent()) {
            return Optional.empty();
        }
        String owner = ScriptRule.owner(copy);
        // RFC 5436 section 2.7: nobody is to answer it, and no report comes of it.
        List<GeneratedMail> mails = NotificationMail.about(session.message(), notify, owner, owner, "", told, stamp());
        long sent = mails.stream().filter(mail -> send("notification of " + owner, mail)).count();
        return sent == 0 ? Optional.empty() : Optional.of("notify " + notify.method());
    }

    /** Tells the owner of a broken script, once a day. */
    void broken(Copy copy, Trouble trouble) {
        if (!trouble.ofScript() || trouble.level() != ScriptLevel.USER && trouble.level() != ScriptLevel.DOMAIN) {
            // Policy's own are read before it is taken up; one that fails in its run stands in the trace, as what is no script's own fault does.
            return;
        }
        boolean own = trouble.level() == ScriptLevel.USER;
        String owner = own ? ScriptRule.owner(copy) : "postmaster@" + CopyScripts.domain(copy).orElse(copy.address().domain());
        String key = Remembered.keyOf("broken");
        if (session.remembered(owner.toLowerCase(Locale.ROOT), Remembered.Kind.NOTICE, key) != ScriptMemory.Standing.NEW) {
            return;
        }
        if (send("notice about a script to " + owner, BrokenScriptNotice.to(owner, trouble.errors(), ports.hostname(), stamp()))) {
            session.gathering().memories.add(new Remembered(owner.toLowerCase(Locale.ROOT), Remembered.Kind.NOTICE, key, session.now().toInstant().plus(NOTICE)));
        }
    }

    private Stamp stamp() {
        return new Stamp(session.now(), session.newId() + "@" + ports.hostname());
    }

    /** Whether it can go: its address leads somewhere, and not too many go already. */
    private boolean send(String what, GeneratedMail mail) {
        Optional<Mailbox> to = ScriptForwarding.mailbox(mail.to());
        if (to.isEmpty() || session.gathering().mails.size() >= MAILS_MAX || !(ports.routing().route(to.get()) instanceof Match.Found<List<Destination>>(List<Destination> way))) {
            return false;
        }
        session.gathering().mails.add(new Scripted.Mail(what, to.get(), mail, way));
        return true;
    }
}
