package org.gatepost.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.queue.ChannelCounters.Amount;
import org.gatepost.queue.ChannelCounters.Key;
import org.gatepost.queue.ChannelCounters.What;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Q09 channel counters")
class ChannelCountersTest {

    private static final ChannelName LOCAL = new ChannelName("tcp_local");
    private static final ChannelName STORE = new ChannelName("tcp_lmtpcs");
    private static final ChannelName PROCESS = new ChannelName("process");

    private final ChannelCounters counters = new ChannelCounters();

    @Test
    void aMessageIsSubmittedByItsSourceAndReceivedForEachEntry() {
        counters.accepted(message(LOCAL, 100, List.of(entry(STORE, 2), entry(LOCAL, 1)), List.of()));
        assertEquals(Map.of(new Key(LOCAL, What.SUBMITTED), new Amount(1, 3, 100), new Key(STORE, What.RECEIVED), new Amount(1, 2, 100),
                new Key(LOCAL, What.RECEIVED), new Amount(1, 1, 100)), counters.total());
    }

    @Test
    void reportsAreCountedWithWhatTheyComeWith() {
        NewMessage report = message(PROCESS, 7, List.of(entry(LOCAL, 1)), List.of());
        NewMessage message = message(LOCAL, 100, List.of(entry(STORE, 2)), List.of(report));
        counters.accepted(message);
        counters.settled(settlement(message, Map.of(0, new RecipientState.Sent(Replies.OK), 1, new RecipientState.Failed(Replies.NO_SUCH_USER)), List.of(report)));
        assertEquals(new Amount(2, 2, 14), counters.total().get(new Key(PROCESS, What.SUBMITTED)));
        assertEquals(new Amount(1, 1, 100), counters.total().get(new Key(STORE, What.DELIVERED)), "one of two");
    }

    @Test
    void whatGoesOnWaitingWasNotDelivered() {
        counters.settled(settlement(message(LOCAL, 100, List.of(entry(STORE, 1)), List.of()), Map.of(), List.of()));
        assertEquals(Map.of(), counters.total());
    }

    private static Settlement settlement(NewMessage message, Map<Integer, RecipientState> states, List<NewMessage> reports) {
        return new Settlement(new ClaimedEntry(message.entries().getFirst(), message.message()), states, Optional.empty(), 0, 0, "", reports, List.of());
    }

    private static NewMessage message(ChannelName source, int octets, List<QueueEntry> entries, List<NewMessage> reports) {
        QueuedMessage message = new QueuedMessage(QueueId.make(Instant.EPOCH, new Random(1)), new Envelope(ReversePath.NULL, MailParameters.NONE), octets, HeaderEdits.NONE,
                new Origin("s", 1, Optional.empty(), source), 1, Set.of());
        return new NewMessage(message, new MemoryContent(new byte[octets]), entries, List.of(), List.of(), reports);
    }

    private static QueueEntry entry(ChannelName channel, int recipients) {
        List<QueuedRecipient> all = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            all.add(new QueuedRecipient(i, new Recipient(new Mailbox("r" + i, "example.com"), ForwardPath.of("r" + i, "example.com"), RcptParameters.NONE),
                    new RecipientState.Waiting()));
        }
        return QueueEntry.fresh(new UUID(1, channel.hashCode()), new Route(channel, channel.value()), all);
    }
}
