package org.gatepost.ee.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.dsn.Attempt;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.AttemptOutcome.Answer;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.client.Transmission;
import org.gatepost.smtp.protocol.Replies;

/** One entry on one connection, and what its replies mean for the queue. */
record DeliveryAttempt(DeliveryTask task, Channel channel, DeliveryPorts ports) {

    /** Where it goes: the channel's next hop. */
    NextHop hop() {
        return channel.nextHop().orElseThrow();
    }

    /** Sends it to everybody in it who waits. */
    Transmission transmit(SmtpClient client) {
        QueuedMessage message = task.claimed().message();
        List<OutgoingMessage.To> to = task.claimed().entry().waiting().stream()
                .map(each -> new OutgoingMessage.To(each.recipient().address(), each.recipient().parameters())).toList();
        return client.send(new OutgoingMessage(message.envelope().reversePath(), message.envelope().parameters(), to,
                new EditedContent(task, ports.contents())));
    }

    /** Whether a connection that had been kept turned out to be gone before anything was said: no attempt at all. */
    static boolean foundItClosed(Transmission transmission, boolean kept) {
        return kept && transmission.replies().stream().allMatch(reply -> reply.step() == Step.MAIL
                && (reply instanceof RemoteReply.Broken || reply.reply().code() == 421));
    }

    /** What is to be written after a transmission. */
    Settlement settlement(Transmission transmission, SmtpClient client) {
        Map<Integer, Answer> answers = new HashMap<>();
        List<QueuedRecipient> waiting = task.claimed().entry().waiting();
        for (int i = 0; i < waiting.size(); i++) {
            answers.put(waiting.get(i).number(), answer(transmission.replies().get(i)));
        }
        return settled(answers, Optional.of(new AttemptOutcome.Peer(hop().host(), client.remoteAddress())), transmission.dsnPassedOn());
    }

    /** What is to be written where no connection could be made: one reply for all. */
    Settlement settlement(RemoteReply failure) {
        Map<Integer, Answer> answers = new HashMap<>();
        task.claimed().entry().waiting().forEach(each -> answers.put(each.number(), answer(failure)));
        return settled(answers, failure instanceof RemoteReply.Spoken ? Optional.of(new AttemptOutcome.Peer(hop().host(), "")) : Optional.empty(), false);
    }

    /** Nothing was tried: somebody decided that the sender gets it back. */
    Settlement returned(String login) {
        Answer answer = new Answer(Replies.RETURNED_BY_POSTMASTER, "returned by " + login, false, true);
        Map<Integer, Answer> answers = new HashMap<>();
        task.claimed().entry().waiting().forEach(each -> answers.put(each.number(), answer));
        return settled(answers, Optional.empty(), false);
    }

    /** Nothing was tried: the entry is due again after a while, as it was. */
    static Settlement postponed(DeliveryTask task, Duration wait, String why) {
        return new Settlement(task.claimed(), Map.of(), task.claimed().entry().waiting().isEmpty() ? Optional.empty() : Optional.of(wait),
                task.claimed().entry().attempts(), task.claimed().entry().noticesSent(), why, List.of(), List.of());
    }

    private Settlement settled(Map<Integer, Answer> answers, Optional<AttemptOutcome.Peer> peer, boolean dsnPassedOn) {
        boolean finalDelivery = channel.nextHop().filter(hop -> hop.protocol() == NextHop.Protocol.LMTP).isPresent();
        AttemptOutcome outcome = new AttemptOutcome(answers, peer, dsnPassedOn, finalDelivery, ports.clock().instant());
        return ports.aftermath().settle(new Attempt(task.claimed(), task.age(), outcome, channel, () -> task.open(ports.contents())));
    }

    private static Answer answer(RemoteReply reply) {
        String step = reply.step().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Answer(reply.reply(), step, reply instanceof RemoteReply.Spoken, !reply.step().isBeforeMail());
    }
}
