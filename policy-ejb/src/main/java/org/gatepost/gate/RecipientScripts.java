package org.gatepost.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.gatepost.directory.Autoreply;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.sieve.ScriptOrder;
import org.gatepost.sieve.ScriptOrder.Layer;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: the scripts of user, domain, channels and system are run for each copy, and say what becomes of it (decision 0046). Copies they send on to
 * mailboxes of ours are subject to those users' scripts in turn. Where nobody has a script nothing is read and nothing made.
 */
final class RecipientScripts implements Stage<JudgedMessage> {

    /** How many scripts may send a message on one after the other. */
    static final int REDIRECTS_DEEP_MAX = 5;

    private final CopyScripts scripts;
    private final ScriptOrder order;
    private final ScriptPorts ports;

    RecipientScripts(CopyScripts scripts, ScriptOrder order, ScriptPorts ports) {
        this.scripts = scripts;
        this.order = order;
        this.ports = ports;
    }

    /** The stage of RCPT that goes by the same scripts. */
    OneProfile oneProfile() {
        return new OneProfile(scripts);
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        ScriptPolicy policy = facts.require(GateFacts.POLICY).scripts();
        if (policy.filters().isEmpty() && (policy.rules().isEmpty() || facts.get(GateFacts.SCANNED).isEmpty()) && recipients.stream().flatMap(each -> each.copies().stream()).noneMatch(scripts::hasOwn)
                && facts.get(GateFacts.SENDER).filter(sender -> !sender.account().captures().isEmpty() || !sender.domain().captures().isEmpty()).isEmpty()) {
            return new StageResult.Next(facts);
        }
        ScriptSession session = new ScriptSession(ports, message, facts);
        try {
            List<AcceptedRecipient> decided = new ArrayList<>(recipients.size());
            for (AcceptedRecipient recipient : recipients) {
                decided.add(recipient.refusal().isPresent() ? recipient : decided(recipient, session));
            }
            journal(decided, session);
            return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, decided).with(GateFacts.SCRIPTED, session.gathering().all()));
        } catch (ScriptSession.Undecided | CopySurroundings.MemoryUnavailable e) {
            return new StageResult.Defer(Replies.CANNOT_DECIDE_CONTENT, e.getMessage());
        }
    }

    private AcceptedRecipient decided(AcceptedRecipient recipient, ScriptSession session) {
        session.mail().about(recipient);
        List<Copy> copies = new ArrayList<>();
        List<AcceptedRecipient.Refusal> refusals = new ArrayList<>();
        List<Copy> refused = new ArrayList<>();
        for (Copy copy : recipient.copies()) {
            Optional<AcceptedRecipient.Refusal> refusal = decide(copy, recipient, session, new Path(copies, new HashSet<>(), session.findings(copy), 0));
            refusal.ifPresent(each -> {
                refusals.add(each);
                refused.add(copy);
            });
        }
        if (!refusals.isEmpty() && refusals.size() == recipient.copies().size()) {
            return recipient.refusedBy(refusals.getFirst());
        }
        // Some of its copies are taken, so that there is nobody to be told in the dialogue.
        for (int i = 0; i < refused.size(); i++) {
            copies.add(held(refused.get(i), refusals.get(i)));
        }
        return recipient.with(copies);
    }

    /**
     * Where a copy is on its way through scripts.
     *
     * @param copies what has come of the recipient so far
     * @param owners whose scripts have been heard on this way
     * @param findings what engines found of the copy at its beginning
     */
    private record Path(List<Copy> copies, Set<String> owners, Findings findings, int depth) {
        Path further() {
            return new Path(copies, new HashSet<>(owners), findings, depth + 1);
        }
    }

    private Optional<AcceptedRecipient.Refusal> decide(Copy copy, AcceptedRecipient recipient, ScriptSession session, Path path) {
        List<Layer> layers = switch (scripts.of(copy, session.policy().scripts(), session.sourceChannel(), path.findings())) {
            case Match.Found<List<Layer>>(List<Layer> found) -> found;
            case Match.NotFound<List<Layer>>() -> List.of();
            case Match.Unavailable<List<Layer>>(String why) -> throw new ScriptSession.Undecided(why);
            case Match.Conflicting<List<Layer>>(String why) -> throw new ScriptSession.Undecided(why);
        };
        Optional<Autoreply> autoreply = copy.mailbox().flatMap(box -> box.user().autoreply());
        List<Mailbox> captures = captures(copy, session);
        // A mailbox that was passed already, and one too many, get the copy as it is: so loops end.
        boolean heard = !layers.isEmpty() && (path.depth() > REDIRECTS_DEEP_MAX || !path.owners().add(ScriptRule.owner(copy).toLowerCase(Locale.ROOT)));
        if (layers.isEmpty() && autoreply.isEmpty() && captures.isEmpty() || heard) {
            path.copies().add(copy);
            return Optional.empty();
        }
        ScriptOutcome outcome = ScriptOutcome.of(session, copy, order.decide(layers, session.around(copy, recipient, path.findings()), session.budget()), path.findings());
        if (outcome.refusal().isEmpty()) {
            captures.forEach(address -> session.journal().capture(copy, Optional.of(address.address())));
            autoreply.filter(answer -> answer.isActive(session.now().toInstant()) && !outcome.copies().isEmpty() && !outcome.isUnwanted()).ifPresent(answer -> session.mail().autoreply(copy, answer));
        }
        path.copies().addAll(outcome.copies());
        outcome.forwarded().values().forEach(copies -> copies.forEach(each -> decide(each, recipient, session, path.further())
                .ifPresent(refusal -> path.copies().add(held(each, refusal)))));
        return outcome.refusal();
    }

    /** Who gets a copy of it by the directory's word, for its user, its domain or who sends it. */
    private static List<Mailbox> captures(Copy copy, ScriptSession session) {
        List<Mailbox> all = new ArrayList<>(session.senderCaptures());
        copy.mailbox().ifPresent(box -> {
            all.addAll(box.user().treatment().captures());
            all.addAll(box.domain().treatment().captures());
        });
        return all;
    }

    private static Copy held(Copy copy, AcceptedRecipient.Refusal refusal) {
        return copy.alsoHeldBy(new AcceptedRecipient.Hold(refusal.by(), "refused: " + refusal.reply()));
    }

    /** The journal's copies belong to the first recipient who is not refused. */
    private static void journal(List<AcceptedRecipient> decided, ScriptSession session) {
        List<Copy> journalled = session.journal().copies();
        for (int i = 0; i < decided.size() && !journalled.isEmpty(); i++) {
            if (decided.get(i).refusal().isEmpty()) {
                List<Copy> all = new ArrayList<>(decided.get(i).copies());
                all.addAll(journalled);
                decided.set(i, decided.get(i).with(all));
                return;
            }
        }
    }
}
