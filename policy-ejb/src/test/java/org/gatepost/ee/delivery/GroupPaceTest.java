package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import org.gatepost.ee.delivery.Groups.Group;
import org.junit.jupiter.api.Test;

class GroupPaceTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final OptionalInt UNLIMITED = OptionalInt.empty();

    /** Near where a clock of this kind begins anew. */
    private long now = Long.MAX_VALUE - 1_000;
    private final GroupPace pace = new GroupPace(now);

    @Test
    void noMinuteHoldsMoreThanIsAllowedAndEachNearlyAsMany() {
        for (int limit : new int[] {1, 2, 7, 60, 61, 100, 6_000}) {
            GroupPace limited = new GroupPace(now);
            long step = MINUTE / Math.max(20_000, limit * 10L);
            List<Long> begun = new ArrayList<>();
            for (long at = 0; at < 3 * MINUTE; at += step) {
                while (limited.begin(OptionalInt.of(limit), now + at)) {
                    begun.add(at);
                }
            }
            for (int i = limit; i < begun.size(); i++) {
                assertTrue(begun.get(i) - begun.get(i - limit) >= MINUTE, limit + " a minute: one more came after " + (begun.get(i) - begun.get(i - limit)) + " ns");
            }
            int atOnce = Math.max(1, limit / 60);
            assertTrue(begun.size() >= 3 * (limit - atOnce), limit + " a minute, in three minutes " + begun.size());
            long first = begun.getFirst();
            assertEquals(atOnce, begun.stream().filter(at -> at == first).count());
        }
    }

    @Test
    void withoutALimitNothingIsKeptWaiting() {
        for (int i = 0; i < 10_000; i++) {
            assertTrue(pace.begin(UNLIMITED, now));
        }
        assertEquals(Integer.MAX_VALUE, pace.available(UNLIMITED, now));
    }

    @Test
    void aComplaintHalvesWhatWentBeforeOnceForAllThatHadBegun() {
        begin(600, Duration.ofMinutes(1));
        long begun = now;
        now += 1_000;
        assertEquals(OptionalInt.of(300), pace.complained(UNLIMITED, begun, now));
        assertEquals(OptionalInt.empty(), pace.complained(UNLIMITED, begun, now + 1));
        assertEquals(300, pace.perMinute(UNLIMITED));
        assertEquals(0, pace.available(UNLIMITED, now), "first it waits");
        assertEquals(OptionalInt.of(150), pace.complained(UNLIMITED, now + 2, now + 3));
    }

    @Test
    void aGroupThatTookLittleIsTakenForOneThatBearsAMessageASecond() {
        assertTrue(pace.begin(UNLIMITED, now));
        now += 10 * MINUTE;
        assertEquals(OptionalInt.of(30), pace.complained(UNLIMITED, now, now));
    }

    @Test
    void inItsFirstSecondsWhatWouldComeInAMinuteCounts() {
        for (int i = 0; i < 20; i++) {
            pace.begin(UNLIMITED, now);
        }
        assertEquals(OptionalInt.of(600), pace.complained(UNLIMITED, now, now));
    }

    @Test
    void noComplaintSlowsItBelowTheSlowest() {
        for (int i = 0; i < 20; i++) {
            now++;
            pace.complained(UNLIMITED, now, now);
        }
        assertEquals(GroupPace.SLOWEST_PER_MINUTE, pace.perMinute(UNLIMITED));
        assertFalse(pace.begin(UNLIMITED, now + MINUTE / GroupPace.SLOWEST_PER_MINUTE - 1));
        assertTrue(pace.begin(UNLIMITED, now + MINUTE / GroupPace.SLOWEST_PER_MINUTE));
    }

    @Test
    void aLimitBelowTheSlowestStays() {
        pace.complained(OptionalInt.of(2), now, now);
        assertEquals(2, pace.perMinute(OptionalInt.of(2)));
    }

    @Test
    void eachMessageTakenGivesATwentiethBackUntilItIsWhole() {
        begin(600, Duration.ofMinutes(1));
        pace.complained(UNLIMITED, now, now);
        for (int i = 1; i < 10; i++) {
            pace.taken();
            assertEquals(300 + 30 * i, pace.perMinute(UNLIMITED));
        }
        pace.taken();
        assertEquals(Integer.MAX_VALUE, pace.perMinute(UNLIMITED));
    }

    @Test
    void aChannelThatAllowsLessIsNotGivenMore() {
        begin(600, Duration.ofMinutes(1));
        pace.complained(UNLIMITED, now, now);
        assertEquals(100, pace.perMinute(OptionalInt.of(100)));
        assertEquals(300, pace.perMinute(OptionalInt.of(1_000)));
    }

    @Test
    void domainsWithTheSameHostsShareOnePaceUntilNobodyUsesIt() {
        Groups groups = new Groups();
        GroupPace shared = groups.paceOf(new Group(Set.of("mx1.example", "mx2.example"), 25), now);
        assertSame(shared, groups.paceOf(new Group(Set.of("mx2.example", "mx1.example"), 25), now));
        assertNotSame(shared, groups.paceOf(new Group(Set.of("mx1.example"), 25), now));
        assertNotSame(shared, groups.paceOf(new Group(Set.of("mx1.example", "mx2.example"), 26), now));
        now += Groups.FORGOTTEN_AFTER.toNanos();
        shared.begin(UNLIMITED, now);
        groups.forgetUnused(now + 1);
        assertEquals(1, groups.known());
    }

    private void begin(int messages, Duration within) {
        for (int i = 0; i < messages; i++) {
            pace.begin(UNLIMITED, now);
            now += within.toNanos() / messages;
        }
        // Still in the same minute when something follows.
        now -= 10_000;
    }
}
