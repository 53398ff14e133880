package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedScannerTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> alarms = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();
    private volatile Duration given;
    private Duration step = Duration.ZERO;
    private Duration pace = Duration.ZERO;
    private Instant date = Instant.EPOCH;
    private Instant elapsed = Instant.EPOCH;
    private final GuardedScanner scanner = new GuardedScanner(new Slow(), new Silent(), this::setAtEachLook, this::passed);
    private final ScannerPolicy policy = new ScannerPolicy("clamd", "clamd", "127.0.0.1", 3310, Set.of(new ChannelName("tcp_local")), LONG,
            ScannerPolicy.OnFailure.DEFER, 5, Duration.ofSeconds(1), 1);

    @Test
    void asksNoMoreThanItsLimitAtOnceAndTheNextWhenOneIsFree() throws Exception {
        FutureTask<ScanAnswer> first = ask();
        asked.await();
        assertEquals(1, scanner.state().open());
        assertInstanceOf(ScanVerdict.Unavailable.class, scanner.ask(policy, within(Duration.ZERO)).verdict());
        FutureTask<ScanAnswer> second = ask();
        released.countDown();
        assertEquals(new ScanVerdict.Clean(), first.get().verdict());
        assertEquals(new ScanVerdict.Clean(), second.get().verdict());
        assertEquals(0, scanner.state().open());
        assertEquals(ScannerState.Standing.UP, scanner.state().standing(), "being busy is no failure of the engine");
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600})
    void aClockThatIsSetNeitherEndsNorProlongsWhatAQuestionMayTake(long seconds) {
        step = Duration.ofSeconds(seconds);
        pace = Duration.ofSeconds(20);
        released.countDown();
        assertEquals(new ScanVerdict.Clean(), scanner.ask(policy, within(LONG)).verdict());
        assertEquals(LONG.minus(pace), given, "what passed since it was asked");
        assertEquals(Optional.of(Instant.EPOCH.plusSeconds(seconds)), scanner.state().lastAnswer(), "the date is the clock's");
    }

    @Test
    void f17WhatAnEngineHasToComplainOfIsAnAlarmUntilItHasNothing() {
        released.countDown();
        complaint = Optional.of("its signatures are old");
        scanner.ask(policy, within(LONG));
        assertEquals(List.of("raise scanner:clamd:complaint"), alarms);
        complaint = Optional.empty();
        scanner.ask(policy, within(LONG));
        assertEquals(1, alarms.size(), "it is not asked again at once");
        elapsed = elapsed.plus(GuardedScanner.COMPLAINTS_EACH);
        scanner.ask(policy, within(LONG));
        assertEquals("clear scanner:clamd:complaint", alarms.getLast());
    }

    @Test
    void v08ALessonWaitsForItsTurnLikeAQuestionAndNoLongerThanItsDeadline() throws Exception {
        FutureTask<ScanAnswer> question = ask();
        asked.await();
        Lesson lesson = new Lesson(new MemoryContent(new byte[0]), Optional.empty(), Duration.ZERO);
        assertEquals(new Lesson.Outcome.Failed("busy: 1 questions are open"), scanner.learn(policy, lesson));
        released.countDown();
        question.get();
        assertEquals(new Lesson.Outcome.Failed("it does not learn"), scanner.learn(policy, lesson));
        assertEquals(ScannerState.Standing.UP, scanner.state().standing(), "what it does not learn is no failure to answer");
    }

    private static ScanQuestion within(Duration deadline) {
        return ScanQuestion.about(new MemoryContent(new byte[0]), deadline);
    }

    private Instant setAtEachLook() {
        date = date.plus(step);
        return date;
    }

    private Instant passed() {
        elapsed = elapsed.plus(pace);
        return elapsed;
    }

    private FutureTask<ScanAnswer> ask() {
        FutureTask<ScanAnswer> task = new FutureTask<>(() -> scanner.ask(policy, within(LONG)));
        Thread.ofVirtual().start(task);
        return task;
    }

    private final class Slow implements Scanner {
        @Override
        public String name() {
            return "clamd";
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            given = question.deadline();
            asked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                return ScanAnswer.unavailable("interrupted");
            }
            return ScanAnswer.of(new ScanVerdict.Clean());
        }

        @Override
        public boolean answers(Duration deadline) {
            return true;
        }

        @Override
        public Optional<String> complaint(Duration deadline) {
            return complaint;
        }
    }

    private final class Silent implements Alarms {
        @Override
        public void raise(String key, String text) {
            alarms.add("raise " + key);
        }

        @Override
        public void clear(String key) {
            alarms.add("clear " + key);
        }
    }
}
