package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScannerPolicy.OnFailure;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;

class ScanRoundTest {

    private static final ChannelName LOCAL = new ChannelName("tcp_local");

    private final Map<String, ScanVerdict> says = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Scanners scanners = new Scanners(policy -> new Fake(policy.name()), new Raised(), () -> Instant.EPOCH, () -> now);
    private final ScanRound round = new ScanRound(new OneByOne(), scanners);

    @Test
    void asksNobodyWhereNoEngineIsConcerned() {
        assertEquals(new ScanOutcome.Passed(Set.of(), Map.of()), round.ask(List.of(policy("clamd", OnFailure.DEFER)), new ChannelName("tcp_intranet"), CONTENT));
        assertTrue(asked.isEmpty());
    }

    @Test
    void passesWhatIsClean() {
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, ask(policy("clamd", OnFailure.DEFER)));
        assertEquals(Set.of(), passed.marks());
        assertEquals(Map.of("clamd", new ScanVerdict.Clean()), passed.verdicts());
    }

    @Test
    void refusesMalwareWhateverOthersCannotSay() {
        says.put("clamd", new ScanVerdict.Infected(List.of("Eicar\r\n250 ok")));
        says.put("other", new ScanVerdict.Unavailable("down"));
        ScanOutcome.Refused refused = assertInstanceOf(ScanOutcome.Refused.class, ask(policy("other", OnFailure.DEFER), policy("clamd", OnFailure.DEFER)));
        assertEquals("550 5.7.1 message refused, it carries malware: Eicar??250 ok", refused.reply().toString());
    }

    @Test
    void defersOrMarksWhatCouldNotBeScanned() {
        for (ScanVerdict verdict : List.of(new ScanVerdict.Unavailable("down"), new ScanVerdict.Unscannable("too large"))) {
            says.put("clamd", verdict);
            assertEquals("451", assertInstanceOf(ScanOutcome.Deferred.class, ask(policy("clamd", OnFailure.DEFER))).reply().toString().substring(0, 3));
            assertEquals(Set.of("unscanned:clamd"), assertInstanceOf(ScanOutcome.Passed.class, ask(policy("clamd", OnFailure.ACCEPT))).marks());
        }
    }

    @Test
    void anOpenBreakerSparesTheEngineAndOneSuccessClosesIt() {
        ScannerPolicy policy = policy("clamd", OnFailure.DEFER);
        says.put("clamd", new ScanVerdict.Unavailable("down"));
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(ScanOutcome.Deferred.class, ask(policy));
        }
        assertEquals(5, asked.size());
        assertEquals(ScannerState.Standing.OPEN, scanners.states(List.of(policy)).get(0).standing());
        says.remove("clamd");
        now = now.plusSeconds(1);
        assertInstanceOf(ScanOutcome.Passed.class, ask(policy));
        assertInstanceOf(ScanOutcome.Passed.class, ask(policy));
        ScannerState state = scanners.states(List.of(policy)).get(0);
        assertEquals(ScannerState.Standing.UP, state.standing());
        assertEquals(new ScannerState.Counts(2, 0, 0, 0, 20), state.counts());
        assertEquals("clear scanner:clamd", alarms.getLast());
    }

    @Test
    void theBreakerOutlivesAPolicyWithTheSameAddress() {
        says.put("clamd", new ScanVerdict.Unavailable("down"));
        for (int i = 0; i < 5; i++) {
            ask(policy("clamd", OnFailure.DEFER));
        }
        scanners.retain(List.of(policy("clamd", OnFailure.ACCEPT)));
        ask(policy("clamd", OnFailure.ACCEPT));
        assertEquals(5, asked.size());
        scanners.retain(List.of());
        ask(policy("clamd", OnFailure.ACCEPT));
        assertEquals(6, asked.size());
    }

    @Test
    void anEngineIsNeverGivenMoreThanTheRound() {
        ScannerPolicy slow = new ScannerPolicy("clamd", "clamd", "127.0.0.1", 3310, Set.of(LOCAL), Duration.ofMinutes(5), OnFailure.DEFER, 5,
                Duration.ofSeconds(1), 8);
        OneByOne recorder = new OneByOne();
        new ScanRound(recorder, scanners).ask(List.of(slow), LOCAL, CONTENT);
        assertEquals(List.of(ScanRound.ROUND_MAX), recorder.deadlines);
    }

    private ScanOutcome ask(ScannerPolicy... policies) {
        return round.ask(List.of(policies), LOCAL, CONTENT);
    }

    private static ScannerPolicy policy(String name, OnFailure onFailure) {
        return new ScannerPolicy(name, "clamd", "127.0.0.1", 3310, Set.of(LOCAL), Duration.ofSeconds(30), onFailure, 5, Duration.ofSeconds(1), 8);
    }

    private final class Fake implements Scanner {
        private final String name;

        Fake(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ScanVerdict scan(MessageContent content, Duration deadline) {
            asked.add(name);
            return says.getOrDefault(name, new ScanVerdict.Clean());
        }

        @Override
        public boolean answers(Duration deadline) {
            return !(says.get(name) instanceof ScanVerdict.Unavailable);
        }
    }

    private final class Raised implements Alarms {
        @Override
        public void raise(String key, String text) {
            alarms.add("raise " + key);
        }

        @Override
        public void clear(String key) {
            alarms.add("clear " + key);
        }
    }

    private static final class OneByOne implements SideBySide {
        private final List<Duration> deadlines = new ArrayList<>();

        @Override
        public <T> List<T> askAll(List<Question<T>> questions) {
            questions.forEach(question -> deadlines.add(question.deadline()));
            return questions.stream().map(question -> question.ask().get()).toList();
        }
    }

    private static final MessageContent CONTENT = new MemoryContent(new byte[0]);
}
