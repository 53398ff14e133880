package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.gatepost.gate.PolicySnapshot;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final int CLAIM_MAX = 20;
    private static final Route LARGE = route("large.example");
    private static final Route SMALL = route("small.example");

    private final FakeStore store = new FakeStore();
    private final Map<Route, Integer> rooms = new HashMap<>();
    private final Random random = new Random(1);
    private final Claims claims = new Claims(store, CLAIM_MAX, route -> rooms.getOrDefault(route, 1_000));
    private long now = 1;

    @Test
    void aClaimIsSharedEquallyBetweenThoseThatHaveRoom() {
        due(LARGE, 1_000);
        due(SMALL, 1);
        assertEquals(CLAIM_MAX / 2 + 1, claims.claim(now).entries().size());
        assertEquals(List.of(Map.of(LARGE, CLAIM_MAX / 2, SMALL, CLAIM_MAX / 2)), store.claims());
        assertEquals(0, store.left(SMALL));
    }

    @Test
    void whoHasNoRoomIsLeftWhereItLiesAndAskedForNoMore() {
        due(LARGE, 1_000);
        due(SMALL, 5);
        rooms.put(LARGE, 0);
        assertEquals(5, claims.claim(now).entries().size());
        assertEquals(1_000, store.left(LARGE));
        assertFalse(claims.claim(now).more());
        assertEquals(List.of(Map.of(SMALL, CLAIM_MAX)), store.claims());
        assertTrue(claims.isBehind(LARGE));
    }

    @Test
    void aBacklogIsClaimedOnWithoutAnotherLook() {
        due(LARGE, 3 * CLAIM_MAX);
        for (int i = 0; i < 3; i++) {
            Claims.Claimed claimed = claims.claim(now);
            assertEquals(CLAIM_MAX, claimed.entries().size());
            assertTrue(claimed.more());
        }
        assertFalse(claims.claim(now).more());
        assertFalse(claims.isBehind());
        assertEquals(1, store.looks());
    }

    @Test
    void looksAgainAfterAWhileOrWhenItIsTold() {
        claims.claim(now);
        due(SMALL, 1);
        assertEquals(0, claims.claim(now + Claims.LOOK.toNanos() - 1).entries().size());
        assertEquals(1, claims.claim(now + Claims.LOOK.toNanos()).entries().size());
        due(SMALL, 1);
        claims.lookNow();
        assertEquals(1, claims.claim(now + Claims.LOOK.toNanos()).entries().size());
    }

    @Test
    void moreRoutesThanEntriesInAClaimHaveTheirTurns() {
        for (int i = 0; i < 3 * CLAIM_MAX; i++) {
            due(route("d" + i + ".example"), 2);
        }
        for (int i = 0; i < 3; i++) {
            claims.claim(now);
        }
        for (int i = 0; i < 3 * CLAIM_MAX; i++) {
            assertEquals(1, store.left(route("d" + i + ".example")), "route " + i);
        }
    }

    @Test
    void aStoreThatIsAwayCostsNothingButTime() {
        due(SMALL, 1);
        Claims broken = new Claims(store, CLAIM_MAX, route -> {
            throw new IllegalStateException("away");
        });
        assertEquals(Claims.Claimed.NOTHING, broken.claim(now));
        assertTrue(broken.isBehind(SMALL));
    }

    private void due(Route route, int count) {
        for (int i = 0; i < count; i++) {
            QueueEntry entry = QueueEntry.fresh(new UUID(random.nextLong(), random.nextLong()), route, List.of());
            store.due(new ClaimedEntry(entry, new QueuedMessage(QueueId.make(Instant.EPOCH, random), new Envelope(ReversePath.NULL, MailParameters.NONE), 1,
                    HeaderEdits.NONE, new Origin("s", 1, Optional.empty(), new ChannelName("tcp_local")), 1, Set.of())));
        }
    }

    private static Route route(String nextHop) {
        return new Route(PolicySnapshot.REMOTE_DELIVERY, nextHop);
    }
}
