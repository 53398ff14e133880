package org.gatepost.ee.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import org.gatepost.gate.PolicySnapshot;
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

/** Entries for tests that care about how many there are and where they go, and nothing else. */
final class Entries {

    private static final Random RANDOM = new Random(1);
    private static final Recipient RECIPIENT = new Recipient(new Mailbox("r", "example.com"), ForwardPath.of("r", "example.com"), RcptParameters.NONE);

    private Entries() {
    }

    static Route route(String nextHop) {
        return new Route(PolicySnapshot.REMOTE_DELIVERY, nextHop);
    }

    /** A fresh one, all of whose recipients wait. */
    static ClaimedEntry to(Route route, int recipients) {
        return new ClaimedEntry(QueueEntry.fresh(UUID.randomUUID(), route,
                IntStream.range(0, recipients).mapToObj(i -> new QueuedRecipient(i, RECIPIENT, new RecipientState.Waiting())).toList()),
                new QueuedMessage(QueueId.make(Instant.EPOCH, RANDOM), new Envelope(ReversePath.NULL, MailParameters.NONE), 1, HeaderEdits.NONE,
                        new Origin("s", 1, Optional.empty(), new ChannelName("tcp_local")), 1, Set.of()));
    }
}
