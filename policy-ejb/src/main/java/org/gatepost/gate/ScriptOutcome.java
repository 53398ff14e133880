package org.gatepost.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.gatepost.gate.AcceptedRecipient.Alteration;
import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.gate.ScriptForwarding.Onward;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.sieve.ScriptOrder.Decision;
import org.gatepost.sieve.SieveAction;
import org.gatepost.sieve.message.BodyRewrite;
import org.gatepost.sieve.message.HeaderRewrite.Edit;
import org.gatepost.sieve.message.SubjectTags;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;

/** What a decision makes of one copy: the copies that come of it, where they go and with which header. For one copy and one thread. */
final class ScriptOutcome {

    private final ScriptSession session;
    private final Copy copy;
    private final Decision decision;
    private final Findings findings;
    private final String rule;
    private final List<String> tags;
    private final List<String> words = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    private final LinkedHashMap<Mailbox, List<Copy>> forwarded = new LinkedHashMap<>();
    private final Set<Mailbox> reached = new HashSet<>();
    private Optional<AcceptedRecipient.Refusal> refusal = Optional.empty();
    private boolean impossible;

    private ScriptOutcome(ScriptSession session, Copy copy, Decision decision, Findings findings) {
        this.findings = findings;
        this.session = session;
        this.copy = copy;
        this.decision = decision;
        this.rule = ScriptRule.name(decision.decidedBy(), copy, session.sourceChannel().value());
        this.tags = decision.actions().stream().filter(SieveAction.AddTag.class::isInstance).map(tag -> ((SieveAction.AddTag) tag).tag()).toList();
    }

    /** Does what can be done now; what is written and remembered goes into the session's gathering. */
    static ScriptOutcome of(ScriptSession session, Copy copy, Decision decision, Findings findings) {
        ScriptOutcome outcome = new ScriptOutcome(session, copy, decision, findings);
        decision.actions().forEach(outcome::act);
        outcome.end();
        return outcome;
    }

    /** Copies for the mailbox itself, the outside, or held. */
    List<Copy> copies() {
        return copies;
    }

    /** Copies a script sent on, by the address it named: their own scripts have not been heard. */
    LinkedHashMap<Mailbox, List<Copy>> forwarded() {
        return forwarded;
    }

    Optional<AcceptedRecipient.Refusal> refusal() {
        return refusal;
    }

    /** Whether an engine, or all that was added up, speaks against it. */
    boolean isUnwanted() {
        return findings.isUnwanted(decision.spamAdjustment());
    }

    private void act(SieveAction action) {
        switch (action) {
            case SieveAction.Keep keep -> {
                if (!keep.implicit()) {
                    words.add("keep");
                }
                keep(keep.edits());
            }
            case SieveAction.FileInto into -> file(into);
            case SieveAction.Redirect redirect -> redirect(redirect);
            case SieveAction.Reject(SieveAction.Reject.Kind kind, String reason) -> {
                words.add(action.name());
                refusal = Optional.of(new AcceptedRecipient.Refusal(rule, Replies.scriptRefused(reason), action.name()));
            }
            case SieveAction.Discard discard -> words.add("discard");
            case SieveAction.Jettison jettison -> words.add("jettison");
            case SieveAction.Hold(String why) -> {
                words.add("hold");
                copies.add(copy.heldInsteadBy(findings.hold(rule, why.isEmpty() ? "hold" : why, decision.spamAdjustment())));
            }
            case SieveAction.Capture(Optional<String> address) -> words.add(session.journal().capture(copy, address));
            // Its sender is not who it says, as a rule.
            case SieveAction.Vacation vacation when isUnwanted() -> words.add("vacation, which is not sent: " + ScriptSession.UNWANTED);
            case SieveAction.Vacation vacation -> session.mail().vacation(copy, vacation).ifPresent(words::add);
            case SieveAction.Notify notify -> session.mail().notification(copy, notify).ifPresent(words::add);
            case SieveAction.AddTag(String tag) -> words.add("addtag " + tag);
            case SieveAction.SpamAdjust(double adjustment, String text) -> words.add("spamadjust " + text + ' ' + adjustment);
            // Done with the copies: they are edits of theirs.
            case SieveAction.Replace replace -> words.add("replace" + (replace.part().isEmpty() ? "" : " of part " + replace.part()));
            case SieveAction.Enclose enclose -> words.add("enclose");
        }
    }

    private void keep(List<Edit> edits) {
        copies.add(altered(edits, copy.alteration().folder()));
    }

    private void file(SieveAction.FileInto into) {
        boolean inbox = into.mailbox().equalsIgnoreCase("INBOX");
        boolean possible = copy.mailbox().isPresent() && session.policy().channel(copy.route().channel()).keywords().transport().folders()
                .flatMap(template -> template.address(copy.address(), into.mailbox())).isPresent();
        words.add("fileinto " + into.mailbox() + (inbox || possible ? "" : ", which cannot be told to its next hop: kept"));
        copies.add(altered(into.edits(), possible && !inbox ? into.mailbox() : ""));
    }

    private void redirect(SieveAction.Redirect redirect) {
        Optional<Mailbox> target = redirect.list() ? Optional.empty() : ScriptForwarding.mailbox(redirect.address());
        List<String> skipped = List.of();
        RedirectWishes wishes = RedirectWishes.NONE;
        String why = session.noRedirect(copy, target, isUnwanted());
        try {
            wishes = RedirectWishes.of(redirect.parameters(), session.now()).over(copy.alteration().wishes());
        } catch (IllegalArgumentException e) {
            why = e.getMessage();
        }
        if (why.isEmpty()) {
            switch (session.forwarding().copies(target.orElseThrow(), session.sender(), session.octets(), session.policy(), rule)) {
                case Match.Found<Onward>(Onward onward) -> {
                    why = sendOn(onward.copies(), target.get(), redirect.edits(), wishes);
                    skipped = onward.skipped();
                }
                case Match.NotFound<Onward>() -> why = "takes no mail";
                case Match.Unavailable<Onward>(String because) -> throw new ScriptSession.Undecided(because);
                case Match.Conflicting<Onward>(String because) -> why = "takes no mail now: " + because;
            }
        }
        impossible |= !why.isEmpty() && !redirect.copy();
        words.add("redirect " + redirect.address() + (why.isEmpty() ? "" : ", which is not done: " + why)
                + (skipped.isEmpty() ? "" : ", which leaves out " + String.join("; ", skipped)));
    }

    /** Sends it on, once to each mailbox by whatever name it is reached; why not, empty where it is. */
    private String sendOn(List<Copy> found, Mailbox target, List<Edit> edits, RedirectWishes wishes) {
        if (found.stream().allMatch(each -> mailbox(each).equals(mailbox(copy)))) {
            return ScriptSession.OWN;
        }
        List<Copy> fresh = found.stream().filter(each -> !reached.contains(mailbox(each))).toList();
        if (fresh.isEmpty()) {
            return "it is sent there already";
        }
        if (!session.maySendOn(fresh.size())) {
            return session.tooMany();
        }
        fresh.forEach(each -> reached.add(mailbox(each)));
        List<Edit> all = new ArrayList<>(session.resent(copy, target));
        all.addAll(edits);
        Alteration before = altered(all, "").alteration();
        Alteration alteration = new Alteration(before.edits(), before.reversePath(), before.folder(), wishes);
        // Who holds the copy, who hears of it, and what its lists write round it, is as before.
        forwarded.put(target, ListHeader.changed(fresh.stream().map(each -> new Copy(each.address(), each.route(), each.octetsMax(), each.heldLike(copy).held(),
                each.errorsTo().or(copy::errorsTo), each.mailbox(), alteration, each.changes().behind(copy.changes().texts()))).toList(), session.header()));
        return "";
    }

    private static Mailbox mailbox(Copy copy) {
        return copy.mailbox().map(box -> box.user().mail()).orElse(copy.address());
    }

    private Copy altered(List<Edit> edits, String folder) {
        List<Edit> settled = BodyRewrite.isAny(edits) ? BodyRewrite.settled(edits, session.message().fields()) : edits;
        List<Edit> all = tags.isEmpty() ? settled : SubjectTags.added(tags, settled, session.message().fields());
        HeaderEdits before = copy.alteration().edits();
        // Another body comes with its own MIME fields, or not at all: it goes before what was put into the old one.
        HeaderEdits patches = all.isEmpty() ? before : BodyRewrite.isAny(edits) ? session.patches(all, before).and(before) : before.and(session.patches(all, before));
        Alteration alteration = new Alteration(patches, copy.alteration().reversePath(), folder, copy.alteration().wishes());
        return copy.altered(alteration.equals(Alteration.NONE) ? Alteration.NONE : alteration);
    }

    /** Thrown away; or where policy has a channel for it, kept for a while, so that it can still be had. */
    private void discard(String why) {
        if (session.policy().channels().containsKey(PolicySnapshot.FILTER_DISCARD)) {
            copies.add(copy.heldInsteadBy(new AcceptedRecipient.Hold(PolicySnapshot.FILTER_DISCARD.value(), why)));
        } else {
            session.gathering().discards.add(new Scripted.Discard(copy.address(), why));
        }
    }

    private void end() {
        if (!copies.isEmpty()) {
            // Its owner has one, and gets no other as a member of a group.
            forwarded.replaceAll((target, all) -> all.stream().filter(each -> !mailbox(each).equals(mailbox(copy))).toList());
        }
        if (impossible && copies.isEmpty() && forwarded.isEmpty() && refusal.isEmpty()) {
            // Nothing is lost because it cannot go where a script wants it.
            words.add("kept");
            keep(List.of());
        }
        if (copies.isEmpty() && forwarded.isEmpty() && refusal.isEmpty()) {
            discard(rule + ": " + String.join("; ", words));
        }
        decision.troubles().forEach(trouble -> {
            words.add("broken: " + trouble.errors().getFirst());
            session.mail().broken(copy, trouble);
        });
        if (!words.isEmpty()) {
            session.gathering().said.add(copy.address() + ": " + String.join("; ", words) + decision.decidedBy().map(level -> " (" + rule + ')').orElse(""));
        }
    }
}
