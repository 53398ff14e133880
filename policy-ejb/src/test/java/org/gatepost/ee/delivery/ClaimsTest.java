package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.queue.Route;
import org.junit.jupiter.api.Test;

class ClaimsTest {

    private static final int CLAIM_MAX = 20;
    private static final Route LARGE = Entries.route("large.example");
    private static final Route SMALL = Entries.route("small.example");

    private final FakeStore store = new FakeStore();
    private final Map<Route, Integer> rooms = new HashMap<>();
    private final Claims claims = new Claims(store, CLAIM_MAX, route -> rooms.getOrDefault(route, 1_000), () -> 0L);
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
    void aLookThatTakesLongIsFollowedByALongerPause() {
        long took = Duration.ofMillis(20).toNanos();
        AtomicLong clock = new AtomicLong();
        Claims slow = new Claims(store, CLAIM_MAX, route -> 1_000, () -> clock.getAndAdd(took));
        slow.claim(now);
        due(SMALL, 1);
        assertEquals(0, slow.claim(now + took * Claims.LOOK_PART - 1).entries().size());
        assertEquals(1, slow.claim(now + took * Claims.LOOK_PART).entries().size());
    }

    @Test
    void noPauseIsLongerThanTheLongest() {
        AtomicLong clock = new AtomicLong();
        Claims slow = new Claims(store, CLAIM_MAX, route -> 1_000, () -> clock.getAndAdd(Claims.LOOK_MAX.toNanos()));
        slow.claim(now);
        due(SMALL, 1);
        assertEquals(0, slow.claim(now + Claims.LOOK_MAX.toNanos() - 1).entries().size());
        assertEquals(1, slow.claim(now + Claims.LOOK_MAX.toNanos()).entries().size());
    }

    @Test
    void moreRoutesThanEntriesInAClaimHaveTheirTurns() {
        for (int i = 0; i < 3 * CLAIM_MAX; i++) {
            due(Entries.route("d" + i + ".example"), 2);
        }
        for (int i = 0; i < 3; i++) {
            claims.claim(now);
        }
        for (int i = 0; i < 3 * CLAIM_MAX; i++) {
            assertEquals(1, store.left(Entries.route("d" + i + ".example")), "route " + i);
        }
    }

    @Test
    void aLookFindsAThousandRoutesAndTheNextOneTheRest() {
        for (int i = 0; i <= Claims.ROUTES_A_LOOK; i++) {
            due(Entries.route("d%04d.example".formatted(i)), 2);
        }
        Route last = Entries.route("d%04d.example".formatted(Claims.ROUTES_A_LOOK));
        claims.claim(now);
        assertTrue(claims.isBehind(Entries.route("d%04d.example".formatted(Claims.ROUTES_A_LOOK - 1))));
        assertFalse(claims.isBehind(last));
        claims.claim(now + Claims.LOOK.toNanos());
        assertTrue(claims.isBehind(last));
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
            store.due(Entries.to(route, 0));
        }
    }
}
