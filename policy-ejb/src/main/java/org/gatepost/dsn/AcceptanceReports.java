package org.gatepost.dsn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.mail.ChannelName;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.AttemptOutcome.Answer;
import org.gatepost.queue.AttemptOutcome.Success;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.Decided;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.trace.TraceEvent;

/**
 * Tells senders at once what was decided about a recipient at acceptance: that its address was expanded, that a mailing list has it, that it was refused
 * while others were not. The reports become ours in the same transaction as the message. Safe for use by many threads.
 *
 * <p>The same rules hold as after an attempt ({@link Aftermath}). A refusal that cannot be reported now leaves its copies held, as they came; a success
 * that cannot be reported now is not.
 */
public final class AcceptanceReports implements Acceptance {

    private static final Set<TraceEvent.Kind> OF_REPORTS = Set.of(TraceEvent.Kind.DSN, TraceEvent.Kind.NO_DSN);

    private final Acceptance next;
    private final Aftermath aftermath;
    private final Function<ChannelName, Channel> channels;
    private final InstantSource clock;

    /** @param channels the active policy's */
    public AcceptanceReports(Acceptance next, Aftermath aftermath, Function<ChannelName, Channel> channels, InstantSource clock) {
        this.next = next;
        this.aftermath = aftermath;
        this.channels = channels;
        this.clock = clock;
    }

    @Override
    public Receipt accept(NewMessage message) {
        return next.accept(message.decided().isEmpty() ? message : reported(message));
    }

    private NewMessage reported(NewMessage message) {
        Instant now = clock.instant();
        List<Settlement> told = new ArrayList<>();
        Map<Success, List<Decided>> taken = new EnumMap<>(Success.class);
        message.decided().stream().filter(each -> each.answer().reply().isPositive())
                .forEach(each -> taken.computeIfAbsent(each.success(), success -> new ArrayList<>()).add(each));
        taken.forEach((success, decided) -> told.add(settled(message, decided, success, now)));
        List<Decided> refused = message.decided().stream().filter(each -> !each.answer().reply().isPositive()).toList();
        Optional<Settlement> refusals = refused.isEmpty() ? Optional.empty() : Optional.of(settled(message, refused, Success.DELIVERED, now));
        Stream<TraceEvent> events = told.stream().flatMap(each -> each.trace().stream()).filter(event -> OF_REPORTS.contains(event.kind()));
        NewMessage without = refusals.map(settlement -> without(message, refused, settlement)).orElse(message);
        return new NewMessage(without.message(), without.content(), without.entries(), Stream.concat(without.trace().stream(), events).toList(), List.of(),
                Stream.concat(message.reports().stream(), Stream.concat(told.stream(), refusals.stream()).flatMap(each -> each.reports().stream())).toList(), message.memories(), message.parts());
    }

    private Settlement settled(NewMessage message, List<Decided> decided, Success success, Instant now) {
        Channel channel = channels.apply(message.message().origin().sourceChannel());
        List<QueuedRecipient> recipients = new ArrayList<>();
        Map<Integer, Answer> answers = new HashMap<>();
        for (Decided each : decided) {
            answers.put(recipients.size(), each.answer());
            recipients.add(new QueuedRecipient(recipients.size(), each.recipient(), new RecipientState.Waiting()));
        }
        QueueEntry entry = QueueEntry.fresh(message.message().id().value(), new Route(channel.name(), channel.name().value()), recipients);
        return aftermath.settle(new Attempt(new ClaimedEntry(entry, message.message()), Duration.ZERO,
                new AttemptOutcome(answers, Optional.empty(), success, now), channel, message.content()::open));
    }

    /** The message without the copies whose refusal is settled. What of a refusal is not settled stays held. */
    private static NewMessage without(NewMessage message, List<Decided> refused, Settlement settlement) {
        Set<ForwardPath> settled = settlement.states().keySet().stream().map(number -> refused.get(number).recipient().presented()).collect(Collectors.toSet());
        List<QueueEntry> entries = new ArrayList<>();
        Set<String> gone = settled.stream().map(path -> path.mailbox().address()).collect(Collectors.toSet());
        for (QueueEntry entry : message.entries()) {
            List<QueuedRecipient> left = entry.recipients().stream().filter(each -> !isSettled(each, settled)).toList();
            entry.recipients().stream().filter(each -> isSettled(each, settled)).forEach(each -> gone.add(each.recipient().address().address()));
            if (!left.isEmpty()) {
                entries.add(entry.with(left));
            }
        }
        Stream<TraceEvent> kept = message.trace().stream()
                .filter(event -> event.kind() != TraceEvent.Kind.HOLD || !event.recipient().map(gone::contains).orElse(false));
        Stream<TraceEvent> told = settlement.trace().stream().filter(event -> event.kind() == TraceEvent.Kind.FAIL || OF_REPORTS.contains(event.kind()));
        return new NewMessage(message.message(), message.content(), entries, Stream.concat(kept, told).toList());
    }

    private static boolean isSettled(QueuedRecipient recipient, Set<ForwardPath> settled) {
        return recipient.state() instanceof RecipientState.Held && settled.contains(recipient.recipient().presented());
    }
}
