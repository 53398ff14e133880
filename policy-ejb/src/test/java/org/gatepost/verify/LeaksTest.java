package org.gatepost.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.Test;

class LeaksTest {

    private static final Reply NOBODY = Reply.of(550, "5.1.1", "nobody");
    private static final Channel VERIFYING = NextHopQuestionsTest.channel("tcp_relay", "verifynexthop");
    private static final Channel OTHER = NextHopQuestionsTest.channel("tcp_local", "");

    private final AlarmList alarms = new AlarmList();
    private Instant now = Instant.EPOCH;
    private final Leaks leaks = new Leaks(alarms, () -> now);

    @Test
    void eachIsCountedAndThoseOfChannelsThatVerifyRaiseAnAlarm() {
        leaks.refused(OTHER, OTHER.nextHop().orElseThrow(), 3, NOBODY);
        assertEquals(Map.of(), alarms.standing());
        leaks.refused(VERIFYING, VERIFYING.nextHop().orElseThrow(), 1, NOBODY);
        leaks.refused(VERIFYING, VERIFYING.nextHop().orElseThrow(), 1, NOBODY);
        assertEquals(Map.of(OTHER.name(), 3L, VERIFYING.name(), 2L), leaks.total());
        assertEquals(Map.of("leak:tcp_relay", "Channel tcp_relay took mail that its next hop smtp://hop.example:25 then refused for good: 550 5.1.1 nobody"), alarms.standing());
    }

    @Test
    void theAlarmEndsAfterAnHourWithoutOne() {
        leaks.refused(VERIFYING, VERIFYING.nextHop().orElseThrow(), 1, NOBODY);
        now = now.plus(Duration.ofMinutes(59));
        leaks.refused(VERIFYING, VERIFYING.nextHop().orElseThrow(), 1, NOBODY);
        now = now.plus(Leaks.QUIET).minusNanos(1);
        leaks.look(List.of());
        assertEquals(Set.of("leak:tcp_relay"), alarms.standing().keySet());
        now = now.plusNanos(1);
        leaks.look(List.of());
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void whatAnEarlierLifeLeftIsEndedOnce() {
        alarms.raise("leak:tcp_relay", "of an earlier life");
        alarms.raise("leak:tcp_gone", "of a channel that is gone");
        leaks.look(List.of(VERIFYING.name()));
        assertEquals(Set.of("leak:tcp_gone"), alarms.standing().keySet());
        leaks.refused(VERIFYING, VERIFYING.nextHop().orElseThrow(), 1, NOBODY);
        leaks.look(List.of(VERIFYING.name(), new ChannelName("tcp_gone")));
        assertEquals(Set.of("leak:tcp_relay"), alarms.standing().keySet());
    }
}
