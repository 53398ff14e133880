package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class ShareTest {

    private static final DeliveryLimits LIMITS = new DeliveryLimits(1_000, 600, 10, 10_000, 20, 500, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100));
    private static final long STALLED = Share.STALLED_AFTER.toNanos() + 1;

    private final Holdings holdings = new Holdings(LIMITS);
    private long now = 5;

    @Test
    void beginsWithAHundredthAndEarnsMoreByWhatIsSettled() {
        Share share = share();
        assertEquals(10, share.room(false, now));
        List<DeliveryTask> tasks = take(share, 10, 0);
        assertEquals(0, share.room(false, now));
        tasks.forEach(holdings::gave);
        assertEquals(10 + 10 * Share.EARNED_EACH, share.room(false, now));
    }

    @Test
    void neverGetsMoreThanItLeavesToOthers() {
        assertEquals(500, fill(earned()));
        assertEquals(250, fill(earned()));
        assertEquals(250, holdings.free());
    }

    @Test
    void noDestinationGetsMoreThanItsMaximum() {
        Share only = new Share(new DeliveryLimits(1_000, 100, 10, 10_000, 20, 500, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(100)), holdings);
        for (int i = 0; i < 500; i++) {
            take(only, 1, 0).forEach(holdings::gave);
        }
        assertEquals(100, fill(only));
    }

    @Test
    void howeverManyHangFromTheBeginningANewOneFindsRoom() {
        for (int i = 0; i < 90; i++) {
            assertEquals(10, fill(share()));
        }
        assertEquals(10, share().room(false, now));
    }

    @Test
    void aStalledOneLosesWhatItEarned() {
        Share share = earned();
        take(share, 200, 0);
        assertTrue(share.room(false, now) > 0);
        now += STALLED;
        assertTrue(share.isStalled(now));
        assertEquals(10, share.limit(false, now));
        assertEquals(0, share.room(false, now));
        share.gave(entryIn(share), now);
        assertFalse(share.isStalled(now), "it moves again");
    }

    @Test
    void aDeadOneGetsWhatOneProbeDecidesAbout() {
        Share share = share();
        assertEquals(10, share.room(true, now));
        take(share, 10, 0);
        assertEquals(0, share.room(true, now));
        assertFalse(share.hasRoomForNew(true, false, now));
    }

    @Test
    void newMailLeavesAQuarterToWhatWaitsInTheStore() {
        Share share = earned();
        int taken = 0;
        while (share.hasRoomForNew(false, true, now)) {
            take(share, 1, 0);
            taken++;
        }
        assertTrue(taken < 500 && share.room(false, now) > 0, "taken " + taken);
        assertTrue(share.hasRoomForNew(false, false, now), "nothing older waits");
    }

    @Test
    void contentIsSharedAsEntriesAre() {
        Share large = share();
        take(large, 1, 6_000);
        assertFalse(large.hasRoomForNew(false, false, now));
        Share other = share();
        assertTrue(other.hasRoomForNew(false, false, now));
        take(other, 1, 4_000);
        assertFalse(other.hasRoomForNew(false, false, now));
        assertEquals(0, holdings.freeOctets());
        assertTrue(other.room(false, now) > 0, "without content there is room");
    }

    private Share share() {
        return new Share(LIMITS, holdings);
    }

    /** One that has settled so much that only the others limit it. */
    private Share earned() {
        Share share = share();
        for (int i = 0; i < 500; i++) {
            take(share, 1, 0).forEach(holdings::gave);
        }
        now = System.nanoTime();
        return share;
    }

    private int fill(Share share) {
        int taken = 0;
        while (share.room(false, now) > 0) {
            take(share, 1, 0);
            taken++;
        }
        return taken;
    }

    private List<DeliveryTask> take(Share share, int count, int octets) {
        List<DeliveryTask> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<Holdings.Fresh> content = octets == 0 ? Optional.empty() : Optional.of(holdings.fresh(new byte[octets], 1));
            DeliveryTask task = new DeliveryTask(Entries.to(Entries.route("x.example"), 0), share, content, 1, now);
            holdings.took(task, now);
            tasks.add(task);
        }
        return tasks;
    }

    private DeliveryTask entryIn(Share share) {
        return new DeliveryTask(Entries.to(Entries.route("x.example"), 0), share, Optional.empty(), 1, now);
    }
}
