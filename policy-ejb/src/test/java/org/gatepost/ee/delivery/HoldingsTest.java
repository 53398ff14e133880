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
    private final Share share = new Share(DeliveryLimits.DEFAULT, holdings);

    private static ClaimedEntry entry(int recipients) {
        List<QueuedRecipient> queued = new ArrayList<>();
        for (int i = 0; i < recipients; i++) {
            queued.add(new QueuedRecipient(i, new Recipient(ALICE, new ForwardPath(ALICE), RcptParameters.NONE), new RecipientState.Waiting()));
        }
        Route route = new Route(new ChannelName("tcp_local"), "remote.example");
        return new ClaimedEntry(QueueEntry.fresh(UUID.randomUUID(), route, queued), new QueuedMessage(QueueId.make(Instant.EPOCH, new Random(1)),
                new Envelope(ReversePath.NULL, MailParameters.NONE), 1, HeaderEdits.NONE, new Origin("s", 1, Optional.empty(), route.channel()), 1, Set.of()));
    }

    private DeliveryTask task(int recipients) {
        return new DeliveryTask(entry(recipients), share, Optional.empty(), 1, 0);
    }

    @Test
    void fewEntriesOfManyRecipientsFillItAsWell() {
        DeliveryTask thousand = task(1_000);
        holdings.took(thousand, 0);
        assertEquals(DeliveryLimits.DEFAULT.entriesMax() - 200, holdings.free());
        assertEquals(1, holdings.entries());
        for (int i = 1; i < DeliveryLimits.DEFAULT.entriesMax() / 200; i++) {
            holdings.took(task(1_000), 0);
        }
        assertEquals(0, holdings.free());
        assertEquals(0, share.room(false, 0));
        holdings.gave(thousand);
        assertEquals(200, holdings.free());
    }

    @Test
    void anEntryOfAFewTakesOnePlace() {
        assertEquals(1, Holdings.places(task(0)));
        assertEquals(1, Holdings.places(task(Holdings.RECIPIENTS_A_PLACE)));
        assertEquals(2, Holdings.places(task(Holdings.RECIPIENTS_A_PLACE + 1)));
    }
}
