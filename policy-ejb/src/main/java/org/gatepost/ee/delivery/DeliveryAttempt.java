package org.gatepost.ee.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.dsn.Attempt;
import org.gatepost.partial.PartialSets;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.AttemptOutcome.Answer;
import org.gatepost.queue.AttemptOutcome.Success;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.client.Transmission;
import org.gatepost.smtp.client.Xforward;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;

/** One entry on one connection, and what its replies mean for the queue. For one thread. */
final class DeliveryAttempt {

    private static final Map<Step, String> STEPS = new EnumMap<>(Step.class);

    static {
        for (Step step : Step.values()) {
            STEPS.put(step, step.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    private final DeliveryTask task;
    private final Channel channel;
    private final DeliveryPorts ports;
    private final List<QueuedRecipient> waiting;
    private Optional<OutgoingMessage> message = Optional.empty();

    DeliveryAttempt(DeliveryTask task, Channel channel, DeliveryPorts ports) {
        this.task = task;
        this.channel = channel;
        this.ports = ports;
        this.waiting = addressed(task.claimed().entry(), channel);
    }

    DeliveryTask task() {
        return task;
    }

    Channel channel() {
        return channel;
    }

    /**
     * Who is tried: everybody who waits. Where the channel goes by domain and the entry was made when it did not, those of one domain, and never more than
     * one connection may name; the others wait for another attempt.
     */
    private static List<QueuedRecipient> addressed(QueueEntry entry, Channel channel) {
        List<QueuedRecipient> waiting = entry.waiting();
        boolean byDomain = channel.nextHop().filter(NextHop::isMx).isPresent();
        List<QueuedRecipient> tried = byDomain ? waiting.stream().filter(each -> domain(each).equals(domain(waiting.getFirst()))).toList() : waiting;
        return tried.subList(0, Math.min(tried.size(), recipientsPerConnection(channel)));
    }

    private static int recipientsPerConnection(Channel channel) {
        return channel.keywords().transport().pace().recipientsPerConnection().orElse(Integer.MAX_VALUE);
    }

    /** Whether a connection over which so many were named already may name its recipients too. */
    boolean hasRoomBehind(int recipients) {
        return recipients + waiting.size() <= recipientsPerConnection(channel);
    }

    private static String domain(QueuedRecipient recipient) {
        // As name servers know it; what cannot be written so is no domain of theirs, as they will say.
        return recipient.recipient().address().asciiDomain().orElseGet(() -> recipient.recipient().address().domain());
    }

    /** Where it goes: the channel's next hop, for its recipients. */
    NextHop hop() {
        return channel.nextHop().orElseThrow().forDomain(waiting.isEmpty() ? "" : domain(waiting.getFirst()));
    }

    /** What a connection must lead to, and on which terms, to carry it. */
    ConnectionTerms terms() {
        return new ConnectionTerms(hop(), channel.keywords().transport().tls(), channel.keywords().transport().remote());
    }

    /** The entry as it is sent to everybody in it who waits; always the same object, by which {@link SmtpClient} knows it again. */
    OutgoingMessage message() {
        if (message.isEmpty()) {
            QueuedMessage queued = task.claimed().message();
            List<OutgoingMessage.To> to = waiting.stream().map(each -> new OutgoingMessage.To(each.recipient().address(), each.recipient().parameters())).toList();
            EditedContent content = new EditedContent(task, ports.contents(), channel.keywords().transport().remote().converts());
            OutgoingMessage outgoing = isDetour() ? toFilter(queued, content) : new OutgoingMessage(ports.senders().of(queued, channel), parameters(queued), to, content);
            message = Optional.of(hop().protocol() == NextHop.Protocol.LMTP ? outgoing.toMailboxes() : outgoing);
        }
        return message.get();
    }

    private boolean isDetour() {
        return task.claimed().entry().route().onward().isPresent();
    }

    /** To a filter that brings it back: what the sender asked for stays with us and is not told, and nobody is to be told anything by the filter. */
    private OutgoingMessage toFilter(QueuedMessage queued, EditedContent content) {
        MailParameters given = queued.envelope().parameters();
        MailParameters parameters = new MailParameters(given.size(), given.body(), Optional.empty(), Optional.of(ports.hopSecret().envid(task.claimed().entry().id())))
                .with(given.handling().smtpUtf8() ? Handling.NONE.withSmtpUtf8() : Handling.NONE);
        RcptParameters untold = new RcptParameters(Set.of(Notify.NEVER), Optional.empty());
        OutgoingMessage message = new OutgoingMessage(queued.envelope().reversePath(), parameters,
                waiting.stream().map(each -> new OutgoingMessage.To(each.recipient().address(), untold)).toList(), content);
        return queued.origin().client().map(client -> message.comingFrom(new Xforward(client.address().toString(), client.port(), client.hello().name(), client.hello().extended(),
                queued.id().toString(), client.identity().isPresent()))).orElse(message);
    }

    /** As the sender gave them, less the time that has gone by: what is left of it is the next hop's (RFC 2852 section 4.1.4). */
    private MailParameters parameters(QueuedMessage queued) {
        MailParameters given = queued.envelope().parameters();
        return given.handling().deliverBy().map(by -> given.with(given.handling().withDeliverBy(by.after(task.age())))).orElse(given);
    }

    /** @param following what goes over the same connection right after it, see {@link SmtpClient#send(OutgoingMessage, Supplier)} */
    Transmission transmit(SmtpClient client, Supplier<Optional<OutgoingMessage>> following) {
        if (isDetour() && !client.offers(Extension.DSN)) {
            // It could not be known again when it comes back.
            return Transmission.none(Collections.nCopies(waiting.size(), new RemoteReply.Ours(Replies.FILTER_CARRIES_NO_ENVID, Step.MAIL)));
        }
        return client.send(message(), following);
    }

    /** Whether a connection that had been kept turned out to be gone before anything was said: no attempt at all. */
    static boolean foundItClosed(Transmission transmission, boolean kept) {
        return kept && transmission.replies().stream().allMatch(reply -> reply.step() == Step.MAIL
                && (reply instanceof RemoteReply.Broken || reply.reply().code() == 421));
    }

    /** Whether it goes whatever is published about the protection of its next hops. */
    boolean prefersDelivery() {
        return task.claimed().message().prefersDelivery();
    }

    /** What is to be written after a transmission. */
    Settlement settlement(Transmission transmission, SmtpClient client) {
        Map<Integer, Answer> answers = new HashMap<>();
        for (int i = 0; i < waiting.size(); i++) {
            answers.put(waiting.get(i).number(), answer(transmission.replies().get(i)));
        }
        return counted(settled(answers, Optional.of(new AttemptOutcome.Peer(client.remoteHost(), client.remoteAddress())), success(transmission)));
    }

    /** What is to be written where no connection could be made: one reply for all. */
    Settlement settlement(RemoteReply failure) {
        Map<Integer, Answer> answers = new HashMap<>();
        waiting.forEach(each -> answers.put(each.number(), answer(failure)));
        return counted(settled(answers, failure instanceof RemoteReply.Spoken ? Optional.of(new AttemptOutcome.Peer(hop().host(), "")) : Optional.empty(), Success.RELAYED));
    }

    /** What was taken and now fails for good is counted; what a filter refuses is its word on the message, and held. */
    private Settlement counted(Settlement settlement) {
        int refused = 0;
        Reply last = Replies.OK;
        for (RecipientState state : settlement.states().values()) {
            if (state instanceof RecipientState.Failed(Reply reply)) {
                refused++;
                last = reply;
            }
        }
        if (refused > 0 && !isDetour()) {
            ports.leaks().refused(channel, hop(), refused, last);
        }
        return settlement;
    }

    /** Nothing was tried: somebody decided that the sender gets it back. */
    Settlement returned(String login) {
        Answer answer = new Answer(login.equals(PartialSets.RETURNED_BY) ? Replies.PARTS_MISSING : Replies.RETURNED_BY_POSTMASTER, "returned by " + login, false, true);
        Map<Integer, Answer> answers = new HashMap<>();
        waiting.forEach(each -> answers.put(each.number(), answer));
        return settled(answers, Optional.empty(), Success.RELAYED);
    }

    /** Nobody was sent to: the directory was asked whether the accounts take mail again, and which way it goes then. */
    Settlement askedAgain() {
        Map<Integer, Answer> answers = new HashMap<>();
        Map<String, List<Routing.Destination>> moves = new HashMap<>();
        for (QueuedRecipient recipient : waiting) {
            Mailbox address = recipient.recipient().address();
            switch (ports.routing().route(address)) {
                case Match.Found<List<Routing.Destination>>(List<Routing.Destination> to) when to.stream().anyMatch(each -> each.route().isToAccount()) ->
                    answers.put(recipient.number(), ofAccount(Replies.MAILBOX_TAKES_NOTHING_NOW));
                case Match.Found<List<Routing.Destination>>(List<Routing.Destination> to) when !to.isEmpty() -> moves.put(address.address(), to);
                case Match.Found<List<Routing.Destination>> nowhere -> answers.put(recipient.number(), ofAccount(Replies.NO_SUCH_USER));
                case Match.NotFound<List<Routing.Destination>>() -> answers.put(recipient.number(), ofAccount(Replies.NO_SUCH_USER));
                case Match.Unavailable<List<Routing.Destination>> unavailable -> answers.put(recipient.number(), ofAccount(Replies.MAILBOX_TAKES_NOTHING_NOW));
                case Match.Conflicting<List<Routing.Destination>> conflicting -> answers.put(recipient.number(), ofAccount(Replies.MAILBOX_TAKES_NOTHING_NOW));
            }
        }
        return settled(answers, Optional.empty(), Success.RELAYED).moving(moves, moves.entrySet().stream().map(each -> goesOn(each.getKey(), each.getValue())).toList());
    }

    private static Answer ofAccount(Reply reply) {
        return new Answer(reply, "account", false, true);
    }

    private TraceEvent goesOn(String address, List<Routing.Destination> to) {
        QueuedMessage queued = task.claimed().message();
        return TraceEvent.of(TraceEvent.Kind.RELEASE, ports.clock().instant(), "the account takes mail again: to "
                + to.stream().map(each -> each.address().address()).collect(Collectors.joining(", ")))
                .withSession(queued.origin().sessionId(), queued.origin().transactionNumber()).withQueueId(queued.id())
                .withSender(queued.envelope().reversePath().address()).withRecipient(address);
    }

    /** Nothing was tried: the entry is due again after a while, as it was. */
    static Settlement postponed(DeliveryTask task, Duration wait, String why) {
        return new Settlement(task.claimed(), Map.of(), task.claimed().entry().waiting().isEmpty() ? Optional.empty() : Optional.of(wait),
                task.claimed().entry().attempts(), task.claimed().entry().noticesSent(), why, List.of(), List.of());
    }

    /** What it says of a copy that was taken. */
    private Success success(Transmission transmission) {
        boolean finalDelivery = channel.nextHop().filter(hop -> hop.protocol() == NextHop.Protocol.LMTP).isPresent();
        Optional<DeliverBy> by = task.claimed().message().envelope().parameters().handling().deliverBy();
        // RFC 2852 sections 4.1.4.2 and 4: where the time is lost on the way, and where each relay is to be told of.
        if (!finalDelivery && by.filter(time -> time.trace() || !transmission.deliverByPassedOn()).isPresent()) {
            return Success.RELAYED_BY_TIME;
        }
        return transmission.dsnPassedOn() ? Success.PASSED_ON : finalDelivery ? Success.DELIVERED : Success.RELAYED;
    }

    private Settlement settled(Map<Integer, Answer> answers, Optional<AttemptOutcome.Peer> peer, Success success) {
        AttemptOutcome outcome = new AttemptOutcome(answers, peer, success, ports.clock().instant());
        Settlement settlement = ports.aftermath().settle(new Attempt(task.claimed(), task.age(), outcome, channel, () -> task.open(ports.contents())));
        boolean othersWait = waiting.size() < task.claimed().entry().waiting().size();
        return othersWait && settlement.retryAfter().isEmpty() ? settlement.dueAgainAfter(Destination.GIVEN_BACK_WAIT) : settlement;
    }

    private static Answer answer(RemoteReply reply) {
        return new Answer(reply.reply(), STEPS.get(reply.step()), reply instanceof RemoteReply.Spoken, reply.isAboutMessage());
    }
}
