package org.gatepost.scan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

import org.gatepost.scan.ScanOutcome.Against;
import org.gatepost.scan.ScannerPolicy.OnFailure;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** Adds up what engines said of one message. A refusal for every copy beats a deferral, and a deferral beats acceptance. For one message and one thread. */
final class ScanTally {

    private final List<Mailbox> recipients;
    private final BiPredicate<String, ScanFinding> byScripts;
    private final Map<String, ScanAnswer> answers = new LinkedHashMap<>();
    private final Map<Mailbox, Against> refused = new LinkedHashMap<>();
    private final List<String> infections = new ArrayList<>();
    private final List<String> deferring = new ArrayList<>();
    private final Map<Mailbox, List<Awaited>> awaited = new LinkedHashMap<>();
    private final Map<Mailbox, List<String>> quarantine = new LinkedHashMap<>();
    private final Set<String> marks = new LinkedHashSet<>();
    private Optional<Against> whole = Optional.empty();
    private Optional<Reply> laterReply = Optional.empty();

    ScanTally(ScanQuestion question, BiPredicate<String, ScanFinding> byScripts) {
        this.byScripts = byScripts;
        recipients = question.recipients().stream().map(ScanQuestion.Addressee::address).toList();
    }

    void count(ScanRound.Asked asked, ScanAnswer given) {
        ScannerPolicy policy = asked.engine();
        ScanAnswer answer = given.within(policy);
        List<Mailbox> about = asked.addressees().stream().map(ScanQuestion.Addressee::address).toList();
        boolean ofAll = about.size() == recipients.size();
        answers.merge(policy.name(), ofAll ? answer : answer.ofEach(about), ScanAnswer::and);
        if (ofAll && answer.byRecipient().isEmpty()) {
            forAll(asked, answer.finding());
        } else {
            asked.addressees().forEach(addressee -> {
                ScanFinding finding = answer.of(addressee.address());
                against(policy, finding).ifPresentOrElse(against -> refused.putIfAbsent(addressee.address(), against),
                        () -> noted(policy, List.of(addressee), finding.verdict()));
            });
        }
        answer.wishes().forEach(wish -> wished(policy, ofAll ? List.of() : about, wish));
    }

    private void forAll(ScanRound.Asked asked, ScanFinding finding) {
        Optional<Against> against = against(asked.engine(), finding);
        if (against.isPresent() && finding.verdict() instanceof ScanVerdict.Infected(List<String> names)) {
            infections.addAll(names);
        }
        against.ifPresentOrElse(this::wholly, () -> noted(asked.engine(), asked.addressees(), finding.verdict()));
    }

    private void wholly(Against against) {
        whole = whole.or(() -> Optional.of(against));
    }

    private Optional<Against> against(ScannerPolicy policy, ScanFinding finding) {
        if (byScripts.test(policy.name(), finding)) {
            return Optional.empty();
        }
        return switch (finding.verdict()) {
            case ScanVerdict.Infected(List<String> names) -> Optional.of(new Against(Replies.infected(names), "infected: " + String.join(", ", names)));
            case ScanVerdict.Forbidden(List<String> what) -> Optional.of(new Against(Replies.forbiddenContent(what), "forbidden: " + String.join(", ", what)));
            case ScanVerdict.Clean clean -> Optional.empty();
            case ScanVerdict.Spam spam -> Optional.empty();
            case ScanVerdict.Unscannable unscannable -> Optional.empty();
            case ScanVerdict.Unavailable unavailable -> Optional.empty();
        };
    }

    private void noted(ScannerPolicy policy, List<ScanQuestion.Addressee> about, ScanVerdict verdict) {
        switch (verdict) {
            case ScanVerdict.Spam spam -> marks.add("spam:" + policy.name());
            case ScanVerdict.Unscannable(String why) -> couldNotLook(policy, about, why);
            case ScanVerdict.Unavailable(String why) -> couldNotBeAsked(policy, about, why);
            case ScanVerdict.Clean clean -> { }
            // For scripts to judge.
            case ScanVerdict.Infected infected -> marks.add("infected:" + policy.name());
            case ScanVerdict.Forbidden forbidden -> marks.add("forbidden:" + policy.name());
        }
    }

    private void couldNotBeAsked(ScannerPolicy policy, List<ScanQuestion.Addressee> about, String why) {
        switch (policy.onFailure()) {
            case DEFER -> deferring.add(policy.name() + ": " + why);
            case ACCEPT -> unscanned(policy);
            case RESCAN -> {
                unscanned(policy);
                about.forEach(each -> awaited.computeIfAbsent(each.address(), none -> new ArrayList<>()).add(new Awaited(policy.name(), each.optIns())));
            }
        }
    }

    /** Asking again would tell the same. */
    private void couldNotLook(ScannerPolicy policy, List<ScanQuestion.Addressee> about, String why) {
        if (policy.onFailure() == OnFailure.RESCAN) {
            unscanned(policy);
            keptBack(about.stream().map(ScanQuestion.Addressee::address).toList(), policy.name() + ": could not look: " + why);
        } else {
            couldNotBeAsked(policy, about, why);
        }
    }

    /** It was not put before that engine, and goes on. */
    void unscanned(ScannerPolicy policy) {
        marks.add("unscanned:" + policy.name());
    }

    /** @param some the copies it was asked about, where those are not all */
    private void wished(ScannerPolicy policy, List<Mailbox> some, ScanWish wish) {
        switch (wish) {
            case ScanWish.Refuse(Reply reply) when reply.isTransient() -> {
                deferring.add(policy.name() + ": wants it to come again: " + reply);
                laterReply = laterReply.or(() -> Optional.of(reply));
            }
            case ScanWish.Refuse(Reply reply) -> {
                Against against = new Against(reply, policy.name() + " wants it refused: " + reply);
                some.forEach(recipient -> refused.putIfAbsent(recipient, against));
                if (some.isEmpty()) {
                    wholly(against);
                }
            }
            case ScanWish.Quarantine(String why) -> keptBack(some, policy.name() + ": " + why);
            // Thrown away unseen is nothing, until a rule that stands in the trace says so.
            case ScanWish.Discard() -> keptBack(some, policy.name() + ": wants it discarded");
            case ScanWish.AddField field -> { }
            case ScanWish.ChangeField field -> { }
            case ScanWish.AddRecipient recipient -> { }
            case ScanWish.DeleteRecipient recipient -> { }
            case ScanWish.ChangeSender sender -> { }
            case ScanWish.ReplaceBody body -> { }
            case ScanWish.NotAllowed wanted -> marks.add("not-allowed:" + policy.name());
        }
    }

    private void keptBack(List<Mailbox> some, String why) {
        (some.isEmpty() ? recipients : some).forEach(recipient -> quarantine.computeIfAbsent(recipient, none -> new ArrayList<>()).add(why));
    }

    ScanOutcome outcome() {
        if (!infections.isEmpty()) {
            return new ScanOutcome.Refused(Replies.infected(infections), "infected: " + String.join(", ", infections), answers);
        }
        if (whole.isPresent()) {
            return new ScanOutcome.Refused(whole.get().reply(), whole.get().reason(), answers);
        }
        if (!refused.isEmpty() && refused.keySet().containsAll(recipients)) {
            Against first = refused.values().iterator().next();
            return new ScanOutcome.Refused(first.reply(), first.reason(), answers);
        }
        if (!deferring.isEmpty()) {
            return new ScanOutcome.Deferred(laterReply.orElse(Replies.SCANNER_UNAVAILABLE), String.join("; ", deferring), answers);
        }
        return new ScanOutcome.Passed(marks, refused, awaited, quarantine, answers);
    }
}
