package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class HoldingsTest {

    private static final Mailbox ALICE = new Mailbox("alice", "example.com");
    private final Holdings holdings = new Holdings(DeliveryLimits.DEFAULT);

    private static ClaimedEntry entry(int recipients) {
        List<QueuedRecipient> queued = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            queued.add(new QueuedRecipient(i, new Recipient(ALICE, new ForwardPath(ALICE), RcptParameters.NONE), new RecipientState.Waiting()));
        }
        Route route = new Route(new ChannelName("tcp_local"), "remote.example");
        return new ClaimedEntry(QueueEntry.fresh(UUID.randomUUID(), route, queued), new QueuedMessage(QueueId.make(Instant.EPOCH, new Random(1)),
                new Envelope(ReversePath.NULL, MailParameters.NONE), 1, HeaderEdits.NONE, new Origin("s", 1, Optional.empty(), route.channel()), 1, Set.of()));
    }

    @Test
    void fewEntriesOfManyRecipientsFillItAsWell() {
        DeliveryTask large = task(Holdings.RECIPIENTS_MAX - 1);
        DeliveryTask last = task(1);
        holdings.took(large, 0);
        assertEquals(DeliveryLimits.DEFAULT.entriesMax() - 1, holdings.free());
        holdings.took(last, 0);
        assertEquals(0, holdings.free());
        holdings.gave(last);
        assertEquals(DeliveryLimits.DEFAULT.entriesMax() - 1, holdings.free());
    }

    private DeliveryTask task(int recipients) {
        return new DeliveryTask(entry(recipients), new Share(DeliveryLimits.DEFAULT, holdings), Optional.empty(), 1, 0);
    }
}
