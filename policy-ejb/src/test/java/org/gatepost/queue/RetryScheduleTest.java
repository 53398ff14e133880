package org.gatepost.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.DeliverBy;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private final RetrySchedule schedule = new RetrySchedule(durations("PT5S", "PT30S", "PT2M", "PT10M"), durations("PT1H", "PT4H", "P2D"));

    @Test
    void waitsAsTheChannelSaysAndRepeatsTheLast() {
        assertEquals(Duration.parse("PT5S"), schedule.nextWait(1, Duration.ZERO));
        assertEquals(Duration.parse("PT30S"), schedule.nextWait(2, Duration.ofSeconds(5)));
        assertEquals(Duration.parse("PT10M"), schedule.nextWait(4, Duration.ofMinutes(3)));
        assertEquals(Duration.parse("PT10M"), schedule.nextWait(40, Duration.ofHours(7)));
    }

    @Test
    void wakesUpForTheNextNotice() {
        assertEquals(Duration.ofMinutes(2), schedule.nextWait(9, Duration.ofMinutes(58)));
        assertEquals(Duration.ofMinutes(1), schedule.nextWait(9, Duration.ofDays(2).minusMinutes(1)));
    }

    @Test
    void neverAsksMoreThanOnceASecond() {
        assertEquals(RetrySchedule.WAIT_MIN, schedule.nextWait(9, Duration.ofHours(1).minusMillis(3)));
    }

    @Test
    void countsNoticesThatAreDueWithoutTheReturn() {
        assertEquals(0, schedule.noticesDue(Duration.ofMinutes(59)));
        assertEquals(1, schedule.noticesDue(Duration.ofHours(1)));
        assertEquals(2, schedule.noticesDue(Duration.ofHours(5)));
        assertEquals(2, schedule.noticesDue(Duration.ofDays(9)));
    }

    @Test
    void isOverAtTheLastNotice() {
        assertFalse(schedule.isOver(Duration.ofDays(2).minusNanos(1)));
        assertTrue(schedule.isOver(Duration.ofDays(2)));
    }

    @Test
    void needsAWaitAndAnAgeOfReturn() {
        assertThrows(IllegalArgumentException.class, () -> new RetrySchedule(List.of(), durations("P1D")));
        assertThrows(IllegalArgumentException.class, () -> new RetrySchedule(durations("PT1S"), List.of()));
    }

    private static List<Duration> durations(String... texts) {
        return List.of(texts).stream().map(Duration::parse).toList();
    }

    @Test
    void aTimeToDeliverByEndsTheWaitOrIsOneMoreNotice() {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofMinutes(10)), List.of(Duration.ofHours(1), Duration.ofHours(4)));
        RetrySchedule returned = schedule.within(Optional.of(new DeliverBy(7_200, DeliverBy.Mode.RETURN, false)));
        assertEquals(List.of(Duration.ofHours(1), Duration.ofHours(2)), returned.notices());
        RetrySchedule told = schedule.within(Optional.of(new DeliverBy(7_200, DeliverBy.Mode.NOTIFY, false)));
        assertEquals(List.of(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4)), told.notices());
        assertEquals(2, told.noticesDue(Duration.ofHours(3)));
        // Not before the moment, and exactly then: who waits is tried once more.
        assertEquals(Duration.ofSeconds(90), returned.nextWait(1, Duration.ofSeconds(7_110)));
        for (DeliverBy late : List.of(new DeliverBy(-5, DeliverBy.Mode.NOTIFY, false), new DeliverBy(14_400, DeliverBy.Mode.RETURN, false))) {
            assertEquals(schedule, schedule.within(Optional.of(late)));
        }
        assertEquals(schedule, schedule.within(Optional.empty()));
    }
}
