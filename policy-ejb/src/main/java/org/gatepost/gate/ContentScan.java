package org.gatepost.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import org.gatepost.directory.Sender;
import org.gatepost.mailauth.ClientName;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.mail.Quarantine;
import org.gatepost.scan.Awaited;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanOutcome;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: every engine the source channel names is asked about the content as received, after everything cheaper has been said. */
final class ContentScan implements Stage<JudgedMessage> {

    static final String NAME = "ContentScan";

    private final ScanRound round;
    private final ScriptForwarding forwarding;

    ContentScan(ScanRound round, ScriptForwarding forwarding) {
        this.round = round;
        this.forwarding = forwarding;
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        List<ScanRound.Asked> asked = ScanPlan.of(policy, facts.require(GateFacts.SOURCE_CHANNEL).name(), facts.get(GateFacts.SENDER).orElse(Sender.UNKNOWN),
                facts.require(GateFacts.RECIPIENTS));
        if (asked.isEmpty()) {
            return new StageResult.Next(facts);
        }
        ScanQuestion question = question(message, facts);
        ScanRound.Result result = round.ask(asked, TriedRow.SCANNER.of(facts), question, (engine, finding) -> policy.scripts().rule(engine).script(finding).isPresent());
        return switch (result.outcome()) {
            case ScanOutcome.Passed passed -> {
                SessionFacts known = new TriedEngines(policy.scripts()).noted(result.tried(), facts);
                yield changed(message, judged(known, passed, asked).with(GateFacts.VERDICTS, lines(result, asked, question.recipients().size())), Findings.Round.of(asked, passed.answers()));
            }
            case ScanOutcome.Refused refused -> new StageResult.Refuse(refused.reply(), refused.reason());
            case ScanOutcome.Deferred deferred -> new StageResult.Defer(deferred.reply(), deferred.why());
        };
    }

    /** Every copy is asked for that is not refused yet. */
    private static ScanQuestion question(JudgedMessage message, SessionFacts facts) {
        MailRequest mail = message.request().mail();
        Map<Mailbox, ScanQuestion.Addressee> copies = new LinkedHashMap<>();
        facts.require(GateFacts.RECIPIENTS).stream().filter(recipient -> recipient.refusal().isEmpty()).flatMap(recipient -> recipient.copies().stream())
                .forEach(copy -> copies.putIfAbsent(copy.address(), new ScanQuestion.Addressee(copy.address(), List.of())));
        return new ScanQuestion(message.request().content(), mail.connection().sessionId() + "/" + mail.transactionNumber(), Optional.of(client(mail, facts)),
                mail.reversePath(), List.copyOf(copies.values()), ScanRound.ROUND_MAX);
    }

    private static ScanQuestion.Client client(MailRequest mail, SessionFacts facts) {
        Connection connection = mail.connection();
        Optional<String> name = facts.get(NameFacts.CLIENT).flatMap(found -> found instanceof ClientName.Confirmed(String confirmed) ? Optional.of(confirmed)
                : Optional.empty());
        return new ScanQuestion.Client(connection.clientAddress(), connection.clientPort(), name, mail.hello().name(), connection.tls(), mail.identity(), facts.get(GateFacts.MECHANISM));
    }

    private static SessionFacts judged(SessionFacts facts, ScanOutcome.Passed passed, List<ScanRound.Asked> asked) {
        SessionFacts marked = Marks.added(facts, passed.marks());
        if (passed.refused().isEmpty() && passed.quarantine().isEmpty() && passed.awaited().isEmpty()) {
            return marked;
        }
        Findings.Round found = Findings.Round.of(asked, passed.answers());
        ScriptPolicy scripts = facts.require(GateFacts.POLICY).scripts();
        return marked.with(GateFacts.RECIPIENTS, facts.require(GateFacts.RECIPIENTS).stream()
                .map(recipient -> judged(recipient, passed, copy -> found.of(copy.address(), scripts, 0))).toList());
    }

    /** With what engines want done to the content and the envelope of the copies they were asked about. */
    private StageResult changed(JudgedMessage message, SessionFacts judged, Findings.Round found) {
        SessionFacts facts = judged.with(GateFacts.SCANNED, found);
        if (found.answers().values().stream().noneMatch(ScanAnswer::hasWishes)) {
            return new StageResult.Next(facts);
        }
        EngineEdits edits = new EngineEdits(message.header(), message.octets(), found);
        List<AcceptedRecipient> edited = facts.require(GateFacts.RECIPIENTS).stream().map(recipient -> recipient.with(recipient.copies().stream().map(edits::applied).toList())).toList();
        if (!EngineEnvelope.isConcerned(found.answers())) {
            return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, edited));
        }
        EngineEnvelope envelope = new EngineEnvelope(forwarding, edits, found, message, facts);
        return switch (envelope.applied(edited)) {
            case Match.Found<List<AcceptedRecipient>>(List<AcceptedRecipient> recipients) -> new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients)
                    .with(GateFacts.DISCARDS, joined(facts.get(GateFacts.DISCARDS).orElse(List.of()), envelope.discards()))
                    .with(GateFacts.VERDICTS, joined(facts.require(GateFacts.VERDICTS), envelope.undone())));
            case Match.NotFound<List<AcceptedRecipient>>() -> new StageResult.Defer(Replies.CANNOT_DECIDE_CONTENT, "an address an engine adds");
            case Match.Unavailable<List<AcceptedRecipient>>(String why) -> new StageResult.Defer(Replies.CANNOT_DECIDE_CONTENT, why);
            case Match.Conflicting<List<AcceptedRecipient>>(String why) -> new StageResult.Defer(Replies.CANNOT_DECIDE_CONTENT, why);
        };
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /**
     * A recipient all of whose copies are refused is refused; of one that leads to several addresses the others' copies go on, and these are kept back. Those of who is
     * refused are in quarantine as well, for where another recipient is not and the message is taken.
     */
    private static AcceptedRecipient judged(AcceptedRecipient recipient, ScanOutcome.Passed passed, Function<AcceptedRecipient.Copy, Findings> found) {
        AcceptedRecipient quarantined = recipient.with(recipient.copies().stream()
                .map(copy -> hold(copy, passed, found).map(copy::heldBy).orElse(copy)).toList());
        List<Optional<ScanOutcome.Against>> against = recipient.copies().stream().map(copy -> Optional.ofNullable(passed.refused().get(copy.address()))).toList();
        if (!against.isEmpty() && against.stream().allMatch(Optional::isPresent)) {
            ScanOutcome.Against first = against.getFirst().orElseThrow();
            return quarantined.refusedBy(new AcceptedRecipient.Refusal(NAME, first.reply(), first.reason()));
        }
        return quarantined;
    }

    /** What is kept back for an engine that could not be asked, and by another rule as well, is held by that one when the engine has answered. */
    private static Optional<AcceptedRecipient.Hold> hold(AcceptedRecipient.Copy copy, ScanOutcome.Passed passed, Function<AcceptedRecipient.Copy, Findings> found) {
        Optional<AcceptedRecipient.Hold> own = reason(copy, passed).map(why -> found.apply(copy).hold(NAME, why, 0));
        // Nothing that an engine may find is worse.
        boolean worst = own.filter(hold -> hold.by().equals(Quarantine.INFECTED.rule())).isPresent();
        return Optional.ofNullable(passed.awaited().get(copy.address())).filter(engines -> !worst).map(Awaited::text)
                .map(text -> new AcceptedRecipient.Hold(Awaited.RULE, own.or(copy::held).map(other -> Awaited.behind(text, other.by(), other.why())).orElse(text))).or(() -> own);
    }

    private static Optional<String> reason(AcceptedRecipient.Copy copy, ScanOutcome.Passed passed) {
        return Optional.ofNullable(passed.refused().get(copy.address())).map(ScanOutcome.Against::reason)
                .or(() -> Optional.of(String.join("; ", passed.quarantine().getOrDefault(copy.address(), List.of()))).filter(why -> !why.isEmpty()));
    }

    private static List<String> lines(ScanRound.Result result, List<ScanRound.Asked> asked, int copies) {
        Stream<String> tried = result.tried().values().stream().flatMap(outcome -> lines(outcome.answers(), asked, copies).stream()).map(line -> line + " (only tried)").sorted();
        return Stream.concat(lines(result.outcome().answers(), asked, copies).stream(), tried).toList();
    }

    private static List<String> lines(Map<String, ScanAnswer> answers, List<ScanRound.Asked> asked, int copies) {
        return answers.entrySet().stream().map(e -> e.getKey() + ": " + (isOfAll(e.getKey(), asked, copies) ? words(e.getValue().finding()) : "of some")
                + e.getValue().byRecipient().entrySet().stream()
                .map(own -> "; " + own.getKey().address() + ": " + words(own.getValue())).sorted().reduce("", String::concat) + EngineEnvelope.words(e.getValue())).toList();
    }

    /** Whether one question was about all copies. */
    private static boolean isOfAll(String engine, List<ScanRound.Asked> asked, int copies) {
        return asked.stream().anyMatch(one -> one.engine().name().equals(engine) && one.addressees().size() == copies);
    }

    /** A finding in words. */
    static String words(ScanFinding finding) {
        return switch (finding.verdict()) {
            case ScanVerdict.Clean() -> "clean" + finding.score().map(score -> ", " + score.value() + " of " + score.threshold()).orElse("");
            case ScanVerdict.Spam(double score, double threshold) -> "spam, " + score + " of " + threshold;
            case ScanVerdict.Infected(List<String> names) -> "infected, " + String.join(", ", names);
            case ScanVerdict.Forbidden(List<String> what) -> "forbidden, " + String.join(", ", what);
            case ScanVerdict.Unscannable(String why) -> "could not look: " + why;
            case ScanVerdict.Unavailable(String why) -> "could not be asked: " + why;
        };
    }
}
