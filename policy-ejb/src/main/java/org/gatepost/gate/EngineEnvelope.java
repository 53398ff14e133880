package org.gatepost.gate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.gatepost.gate.AcceptedRecipient.Copy;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanWish;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;

/**
 * The changes to the envelope that engines want which policy lets make them: copies that are taken out, by the engine whose name stands in the trace, copies for
 * further addresses, another reverse-path (decision 0062). What is kept back is not taken out, and an added copy is kept back where all are it could stand
 * beside. For one message and one thread.
 */
final class EngineEnvelope {

    private final ScriptForwarding forwarding;
    private final EngineEdits edits;
    private final Map<String, Set<Mailbox>> asked;
    private final Map<String, ScanAnswer> answers;
    private final JudgedMessage message;
    private final SessionFacts facts;
    private final List<Scripted.Discard> discards = new ArrayList<>();
    private final List<String> undone = new ArrayList<>();
    private int room;

    EngineEnvelope(ScriptForwarding forwarding, EngineEdits edits, Findings.Round round, JudgedMessage message, SessionFacts facts) {
        this.forwarding = forwarding;
        this.edits = edits;
        this.asked = new TreeMap<>(round.asked());
        this.answers = round.answers();
        this.message = message;
        this.facts = facts;
        this.room = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().session().scripts().copiesMax();
    }

    /** Whether any engine wants any of it. */
    static boolean isConcerned(Map<String, ScanAnswer> answers) {
        return answers.values().stream().flatMap(ScanAnswer::allWishes).anyMatch(wish ->
                wish instanceof ScanWish.AddRecipient || wish instanceof ScanWish.DeleteRecipient || wish instanceof ScanWish.ChangeSender);
    }

    /** Copies that were taken out. */
    List<Scripted.Discard> discards() {
        return discards;
    }

    /** What was wanted and could not be done, a line each; for the trace. */
    List<String> undone() {
        return undone;
    }

    /** The recipients as engines want them; {@link Match.Unavailable} where the directory cannot be asked about an address. */
    Match<List<AcceptedRecipient>> applied(List<AcceptedRecipient> recipients) {
        List<Copy> before = recipients.stream().filter(each -> each.refusal().isEmpty()).flatMap(each -> each.copies().stream()).toList();
        List<AcceptedRecipient> all = new ArrayList<>();
        recipients.forEach(each -> all.add(each.refusal().isPresent() ? each : each.with(changed(each.copies()))));
        for (String engine : asked.keySet()) {
            List<Copy> beside = before.stream().filter(copy -> asked.get(engine).contains(copy.address())).toList();
            for (Mailbox address : added(engine, beside)) {
                switch (copies(engine, address)) {
                    case Match.Found<List<Copy>>(List<Copy> found) when found.size() > room -> undone.add(engine + ": " + address + " is not added: more than scriptcopies");
                    case Match.Found<List<Copy>>(List<Copy> found) -> {
                        room -= found.size();
                        add(all, beside, found);
                    }
                    case Match.NotFound<List<Copy>>() -> undone.add(engine + ": " + address + " is not added: it takes no mail");
                    case Match.Unavailable<List<Copy>>(String why) -> {
                        return new Match.Unavailable<>(why);
                    }
                    // One that takes no mail now is no reason to keep the message from all others.
                    case Match.Conflicting<List<Copy>>(String why) -> undone.add(engine + ": " + address + " is not added: it takes no mail now: " + why);
                }
            }
        }
        return new Match.Found<>(all);
    }

    private List<Copy> changed(List<Copy> copies) {
        List<Copy> kept = new ArrayList<>();
        for (Copy copy : copies) {
            Optional<String> out = asked.keySet().stream().filter(engine -> wishes(engine, copy).contains(new ScanWish.DeleteRecipient(copy.address()))).findFirst();
            if (out.isPresent() && copy.held().isEmpty()) {
                discards.add(new Scripted.Discard(copy.address(), ContentScan.NAME + ": " + out.get() + " takes it out"));
            } else {
                kept.add(resent(copy));
            }
        }
        return kept;
    }

    /** The last sender the first engine wants that wants one. A list keeps its owner, and the null reverse-path stays: of a report nobody is told. */
    private Copy resent(Copy copy) {
        if (copy.errorsTo().isPresent() || message.request().mail().reversePath().isNull()) {
            return copy;
        }
        Optional<ReversePath> sender = asked.keySet().stream().flatMap(engine -> wishes(engine, copy).stream().filter(ScanWish.ChangeSender.class::isInstance)
                .map(wish -> ((ScanWish.ChangeSender) wish).sender()).reduce((first, last) -> last).stream()).findFirst();
        return sender.map(other -> copy.altered(copy.alteration().sentBy(other))).orElse(copy);
    }

    private List<ScanWish> wishes(String engine, Copy copy) {
        return asked.get(engine).contains(copy.address()) && answers.containsKey(engine) ? answers.get(engine).wishesFor(copy.address()) : List.of();
    }

    private Set<Mailbox> added(String engine, List<Copy> beside) {
        Set<Mailbox> all = new LinkedHashSet<>();
        beside.forEach(copy -> wishes(engine, copy).stream().filter(ScanWish.AddRecipient.class::isInstance).forEach(wish -> all.add(((ScanWish.AddRecipient) wish).address())));
        return all;
    }

    private Match<List<Copy>> copies(String engine, Mailbox address) {
        return forwarding.copies(address, message.request().mail().reversePath(), message.octets(), facts.require(GateFacts.POLICY), ContentScan.NAME + ": " + engine)
                .then(onward -> {
                    onward.skipped().forEach(each -> undone.add(engine + ": " + each));
                    return new Match.Found<>(onward.copies());
                });
    }

    /** They belong to the first recipient who is not refused, and get what the engines want done to the copy they stand beside. */
    private void add(List<AcceptedRecipient> all, List<Copy> beside, List<Copy> found) {
        Copy model = beside.stream().filter(copy -> copy.held().isEmpty()).findFirst().orElseGet(beside::getFirst);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).refusal().isEmpty()) {
                List<Copy> copies = new ArrayList<>(all.get(i).copies());
                for (Copy copy : found) {
                    if (all.stream().flatMap(each -> each.copies().stream()).noneMatch(each -> each.address().equals(copy.address()))) {
                        copies.add(resent(edits.likewise(copy.heldLike(model), model.address())));
                    }
                }
                all.set(i, all.get(i).with(copies));
                return;
            }
        }
    }

    /** What an engine changes besides the header, and what it may not, in words for the trace; empty where it is nothing. */
    static String words(ScanAnswer answer) {
        List<String> words = answer.allWishes().distinct().map(EngineEnvelope::words).filter(each -> !each.isEmpty()).toList();
        return words.isEmpty() ? "" : "; " + String.join("; ", words);
    }

    private static String words(ScanWish wish) {
        return switch (wish) {
            case ScanWish.ReplaceBody body -> "another body";
            case ScanWish.AddRecipient(Mailbox address) -> "adds " + address;
            case ScanWish.DeleteRecipient(Mailbox address) -> "takes out " + address;
            case ScanWish.ChangeSender(ReversePath sender) -> "sender " + sender;
            case ScanWish.NotAllowed(ScanWish wanted) -> "may not: " + words(wanted);
            case ScanWish.AddField field -> "";
            case ScanWish.ChangeField field -> "";
            case ScanWish.Quarantine quarantine -> "";
            case ScanWish.Refuse refuse -> "";
            case ScanWish.Discard discard -> "";
        };
    }
}
