package org.gatepost.dsn;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.gatepost.channel.QueueKeywords;
import org.gatepost.channel.QueueKeywords.PostmasterCopy;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.RetrySchedule;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;

/**
 * Turns what the next hop answered into what becomes of each recipient, when the rest is tried again, and who is told. Safe for use by many
 * threads where its ports are.
 *
 * <p>A failure whose report cannot be made at this moment (the directory does not answer, the content cannot be read) is not settled: its
 * recipients go on waiting, so that no report is lost; but not for ever ({@link RetrySchedule#isTooLateToReport}). A success is settled all the same: sending a message twice is worse than not praising it.
 */
public final class Aftermath {

    private static final int LAST_REPLY_CHARACTERS_MAX = 1_000;

    private final String reportingMta;
    private final Routing routing;
    private final Originator originator;
    private final DsnPolicy policy;
    private final Backscatter backscatter;

    /** @param reportingMta our host name */
    public Aftermath(String reportingMta, Routing routing, DsnRenderer renderer, ReturnLimits limits, Backscatter backscatter, RandomGenerator random) {
        this.backscatter = backscatter;
        this.reportingMta = reportingMta;
        this.routing = routing;
        this.originator = new Originator(renderer, limits, random);
        this.policy = new DsnPolicy(limits);
    }

    /** What is to be written about an attempt. Asks {@link Routing} where the sender must be told something. */
    public Settlement settle(Attempt attempt) {
        QueueEntry entry = attempt.claimed().entry();
        boolean atFilter = entry.route().onward().isPresent();
        List<Fate> fates = Fate.of(entry, attempt.outcome(), attempt.schedule(), attempt.age()).stream()
                .map(fate -> atFilter ? fate.atFilter(attempt.channel().keywords().transport().hop(), attempt.outcome().at()) : fate)
                .map(fate -> attempt.channel().keywords().service().trial().softBounce() ? fate.softened() : fate).toList();
        Reports reports = reports(attempt, fates);
        List<Fate> settled = reports.notNow()
                .map(why -> fates.stream().map(fate -> needsReport(attempt, fate) ? fate.putOff(why) : fate).toList()).orElse(fates);
        return settlement(attempt, settled, reports);
    }

    private Settlement settlement(Attempt attempt, List<Fate> fates, Reports reports) {
        QueueEntry entry = attempt.claimed().entry();
        RetrySchedule schedule = attempt.schedule();
        boolean again = fates.stream().anyMatch(fate -> fate.kind() == Fate.Kind.DEFERRED);
        int attempts = again ? entry.attempts() + 1 : entry.attempts();
        int notices = reports.notNow().isEmpty() ? Math.max(entry.noticesSent(), schedule.noticesDue(attempt.age())) : entry.noticesSent();
        Map<Integer, RecipientState> states = new LinkedHashMap<>();
        AttemptTrace trace = new AttemptTrace(attempt);
        List<TraceEvent> events = new ArrayList<>();
        for (Fate fate : fates) {
            if (fate.kind() != Fate.Kind.DEFERRED) {
                states.put(fate.recipient().number(), fate.state());
            }
            events.add(trace.of(fate, entry.attempts() + 1));
        }
        events.addAll(reports.trace());
        return new Settlement(attempt.claimed(), states, again ? Optional.of(schedule.nextWait(attempts, attempt.age())) : Optional.empty(), attempts, notices,
                lastReply(fates), reports.messages(), events);
    }

    private static String lastReply(List<Fate> fates) {
        Optional<Fate> bad = fates.stream().filter(fate -> fate.kind() != Fate.Kind.DELIVERED).findFirst();
        String text = bad.or(() -> fates.stream().findFirst()).map(fate -> fate.answer().reply().toString()).orElse("");
        return text.substring(0, Math.min(text.length(), LAST_REPLY_CHARACTERS_MAX));
    }

    /** Whether a fate must wait for its report. */
    private boolean needsReport(Attempt attempt, Fate fate) {
        return fate.kind() != Fate.Kind.DELIVERED && policy.action(fate, attempt.outcome()).isPresent();
    }

    /**
     * What the sender is told.
     *
     * @param notNow why it cannot be told yet, where it cannot
     */
    private record Reports(List<NewMessage> messages, List<TraceEvent> trace, Optional<String> notNow) {
        static final Reports NONE = new Reports(List.of(), List.of(), Optional.empty());

        Reports and(Reports more) {
            return new Reports(Stream.concat(messages.stream(), more.messages.stream()).toList(), Stream.concat(trace.stream(), more.trace.stream()).toList(), notNow);
        }
    }

    /** To whom a report goes, how, and what the trace says of it. */
    private record Addressee(Mailbox mailbox, List<Routing.Destination> way, Originator.Purpose purpose) {
    }

    private Reports reports(Attempt attempt, List<Fate> fates) {
        Map<Action, List<Fate>> byAction = new EnumMap<>(Action.class);
        for (Fate fate : fates) {
            policy.action(fate, attempt.outcome()).ifPresent(action -> byAction.computeIfAbsent(action, a -> new ArrayList<>()).add(fate));
        }
        if (byAction.isEmpty()) {
            return Reports.NONE;
        }
        QueuedMessage message = attempt.claimed().message();
        ReversePath sender = message.envelope().reversePath();
        if (sender.isNull()) {
            String why = "the null reverse-path is told nothing (RFC 5321 section 4.5.5)";
            boolean ours = message.origin().client().isEmpty();
            return ours || copies(attempt, Action.FAILED) == PostmasterCopy.ALWAYS ? toPostmasterAlone(attempt, byAction, why) : notMade(attempt, byAction, why);
        }
        return switch (route(sender.mailbox().orElseThrow())) {
            case Match.Found<List<Routing.Destination>>(List<Routing.Destination> to) when !to.isEmpty() -> toSender(attempt, byAction, to);
            case Match.Found<List<Routing.Destination>> nowhere -> toPostmasterAlone(attempt, byAction, "the sender's address leads nowhere: " + sender);
            case Match.NotFound<List<Routing.Destination>>() -> toPostmasterAlone(attempt, byAction, "the sender's address takes no mail: " + sender);
            case Match.Unavailable<List<Routing.Destination>>(String why) -> putOff(attempt, concerned(byAction), why);
            case Match.Conflicting<List<Routing.Destination>>(String why) -> putOff(attempt, concerned(byAction), why);
        };
    }

    private Reports toSender(Attempt attempt, Map<Action, List<Fate>> byAction, List<Routing.Destination> to) {
        QueuedMessage message = attempt.claimed().message();
        Mailbox sender = message.envelope().reversePath().mailbox().orElseThrow();
        Optional<String> suppressed = backscatter.suppresses(message);
        if (suppressed.isPresent()) {
            return written(attempt, byAction, new Addressee(sender, to, Originator.Purpose.review(suppressed.get())));
        }
        Reports told = written(attempt, byAction, new Addressee(sender, to, Originator.Purpose.TELL));
        Map<Action, List<Fate>> copied = new EnumMap<>(byAction);
        copied.keySet().removeIf(action -> !List.of(PostmasterCopy.ALWAYS, PostmasterCopy.COPY).contains(copies(attempt, action)));
        return told.notNow().isPresent() || copied.isEmpty() ? told : told.and(copied(attempt, copied));
    }

    /** A copy for the postmaster is worth no delay of anything: where it cannot be made now, it is not. */
    private Reports copied(Attempt attempt, Map<Action, List<Fate>> byAction) {
        Match<List<Routing.Destination>> way = route(ForwardPath.POSTMASTER.mailbox());
        if (way instanceof Match.Found<List<Routing.Destination>>(List<Routing.Destination> to) && !to.isEmpty()) {
            Reports made = written(attempt, byAction, new Addressee(postmaster(), to, Originator.Purpose.POSTMASTER));
            return made.notNow().isEmpty() ? made : notMade(attempt, byAction, "no copy for the postmaster: " + made.notNow().get());
        }
        return notMade(attempt, byAction, "no copy for the postmaster: there is no way to him now");
    }

    /** A double bounce: nobody but the postmaster can be told of a failure; of the rest nobody is. Of what was meant for him nobody is, either. */
    private Reports toPostmasterAlone(Attempt attempt, Map<Action, List<Fate>> byAction, String why) {
        Map<Action, List<Fate>> failures = new EnumMap<>(byAction);
        failures.keySet().removeIf(action -> action != Action.FAILED);
        boolean wanted = List.of(PostmasterCopy.ALWAYS, PostmasterCopy.ERRORS).contains(copies(attempt, Action.FAILED));
        if (failures.isEmpty() || !wanted || attempt.claimed().message().marks().contains(Originator.FOR_POSTMASTER)) {
            return notMade(attempt, byAction, why);
        }
        return switch (route(ForwardPath.POSTMASTER.mailbox())) {
            case Match.Found<List<Routing.Destination>>(List<Routing.Destination> to) when !to.isEmpty() ->
                written(attempt, failures, new Addressee(postmaster(), to, Originator.Purpose.POSTMASTER));
            case Match.Found<List<Routing.Destination>> nowhere -> notMade(attempt, byAction, why);
            case Match.NotFound<List<Routing.Destination>>() -> notMade(attempt, byAction, why);
            case Match.Unavailable<List<Routing.Destination>>(String reason) -> putOff(attempt, concerned(byAction), reason);
            case Match.Conflicting<List<Routing.Destination>>(String reason) -> putOff(attempt, concerned(byAction), reason);
        };
    }

    private Mailbox postmaster() {
        return new Mailbox(ForwardPath.POSTMASTER.mailbox().localPart(), reportingMta);
    }

    private static PostmasterCopy copies(Attempt attempt, Action action) {
        QueueKeywords keywords = attempt.channel().keywords().transport().queue();
        return switch (action) {
            case FAILED -> keywords.failures();
            case DELAYED -> keywords.warnings();
            case DELIVERED, RELAYED, EXPANDED -> PostmasterCopy.NEVER;
        };
    }

    private static List<Fate> concerned(Map<Action, List<Fate>> byAction) {
        return byAction.values().stream().flatMap(List::stream).toList();
    }

    private static Reports notMade(Attempt attempt, Map<Action, List<Fate>> byAction, String why) {
        return new Reports(List.of(), List.of(new AttemptTrace(attempt).notReported(concerned(byAction), why)), Optional.empty());
    }

    private Match<List<Routing.Destination>> route(Mailbox sender) {
        try {
            return routing.route(sender);
        } catch (RuntimeException e) {
            // A bug there must not undo what is known here: that the message was taken, or never will be.
            return new Match.Unavailable<>(e.toString());
        }
    }

    private Reports written(Attempt attempt, Map<Action, List<Fate>> byAction, Addressee addressee) {
        List<NewMessage> messages = new ArrayList<>();
        List<TraceEvent> events = new ArrayList<>();
        try {
            for (Map.Entry<Action, List<Fate>> each : byAction.entrySet()) {
                DsnReport report = report(attempt, each.getKey(), each.getValue(), addressee);
                messages.add(originator.message(report, attempt, addressee.way(), addressee.purpose()));
                AttemptTrace trace = new AttemptTrace(attempt);
                events.add(addressee.purpose().review().map(why -> trace.suppressed(report, each.getValue(), why)).orElseGet(() -> trace.reported(report)));
            }
        } catch (IOException | RuntimeException e) {
            // Whatever is wrong with the report, what became of the message is still to be written.
            return putOff(attempt, concerned(byAction), "it cannot be written: " + e);
        }
        return new Reports(messages, events, Optional.empty());
    }

    private Reports putOff(Attempt attempt, List<Fate> concerned, String why) {
        if (attempt.schedule().isTooLateToReport(attempt.age())) {
            return new Reports(List.of(), List.of(new AttemptTrace(attempt).notReported(concerned, "ReportDeadline: could not be made for too long: " + why)),
                    Optional.empty());
        }
        List<Fate> unpraised = concerned.stream().filter(fate -> fate.kind() == Fate.Kind.DELIVERED).toList();
        List<TraceEvent> events = unpraised.isEmpty() ? List.of()
                : List.of(new AttemptTrace(attempt).notReported(unpraised, "a success is not reported where the report cannot be routed: " + why));
        return new Reports(List.of(), events, Optional.of(why));
    }

    private DsnReport report(Attempt attempt, Action action, List<Fate> fates, Addressee addressee) {
        QueuedMessage message = attempt.claimed().message();
        AttemptOutcome outcome = attempt.outcome();
        boolean headersOnly = addressee.purpose() == Originator.Purpose.POSTMASTER && attempt.channel().keywords().transport().queue().headersOnly();
        Instant until = attempt.arrived().plus(attempt.schedule().returnAge());
        List<DsnReport.PerRecipient> recipients = fates.stream().map(fate -> new DsnReport.PerRecipient(fate.recipient().recipient().told(),
                fate.recipient().recipient().parameters().orcpt(), action, policy.status(fate), outcome.peer().map(AttemptOutcome.Peer::host),
                fate.answer().spoken() ? Optional.of(fate.answer().reply()) : Optional.empty(), outcome.at(),
                action == Action.DELAYED ? Optional.of(until) : Optional.empty())).toList();
        return new DsnReport(originator.newId(outcome.at()), message.id(), addressee.mailbox(), reportingMta,
                message.envelope().parameters().envid(), attempt.arrived(),
                message.origin().client().map(client -> new DsnReport.ReceivedFrom(client.hello().name(), client.address())),
                headersOnly ? Ret.HDRS : policy.returns(action, message), recipients);
    }
}
