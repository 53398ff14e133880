package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class FailoverTest {

    private static final ScanQuestion QUESTION = ScanQuestion.about(new MemoryContent(new byte[0]), Duration.ofSeconds(30));

    private final List<String> asked = new ArrayList<>();
    private final boolean[] up = {false, true, true};
    private Duration takes = Duration.ZERO;
    private Instant now = Instant.EPOCH;
    private final Failover failover = new Failover(List.of(new Server(0), new Server(1), new Server(2)), () -> now);

    @Test
    void f21TheNextServerIsAskedAndWhoAnsweredStaysTheFirst() {
        assertEquals(new ScanVerdict.Clean(), failover.scan(QUESTION).verdict());
        assertEquals(new ScanVerdict.Clean(), failover.scan(QUESTION).verdict());
        assertEquals(List.of("0 PT10S", "1 PT15S", "1 PT10S"), asked);
        up[1] = false;
        failover.scan(QUESTION);
        assertEquals("2 PT15S", asked.getLast());
    }

    @Test
    void f21ASilentServerLeavesTheOthersTheirShare() {
        takes = Duration.ofSeconds(10);
        assertEquals(new ScanVerdict.Clean(), failover.scan(QUESTION).verdict());
        assertEquals(List.of("0 PT10S", "1 PT10S"), asked);
    }

    @Test
    void f21WithNoServerItIsUnavailableAndSaysWhyOfEach() {
        up[1] = false;
        up[2] = false;
        ScanVerdict.Unavailable verdict = assertInstanceOf(ScanVerdict.Unavailable.class, failover.scan(QUESTION).verdict());
        assertEquals("server 1: down; server 2: down; server 3: down", verdict.why());
        assertFalse(failover.answers(Duration.ofSeconds(3)));
        up[2] = true;
        assertTrue(failover.answers(Duration.ofSeconds(3)));
    }

    @Test
    void v08ALessonGoesToTheServerThatAnsweredAndToTheNextWhereItFails() {
        failover.scan(QUESTION);
        asked.clear();
        Lesson lesson = new Lesson(QUESTION.content(), Optional.empty(), Duration.ofSeconds(30));
        assertEquals(new Lesson.Outcome.Learnt(), failover.learn(lesson));
        up[1] = false;
        assertEquals(new Lesson.Outcome.Learnt(), failover.learn(lesson));
        up[2] = false;
        assertEquals(new Lesson.Outcome.Failed("server 2: down; server 3: down; server 1: down"), failover.learn(lesson));
        assertEquals(List.of("learn 1 PT10S", "learn 1 PT10S", "learn 2 PT15S", "learn 1 PT10S", "learn 2 PT15S", "learn 0 PT30S"), asked);
    }

    private final class Server implements Scanner {
        private final int number;

        Server(int number) {
            this.number = number;
        }

        @Override
        public String name() {
            return "engine";
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            asked.add(number + " " + question.deadline());
            now = now.plus(takes);
            return up[number] ? ScanAnswer.of(new ScanVerdict.Clean()) : ScanAnswer.unavailable("down");
        }

        @Override
        public boolean answers(Duration deadline) {
            return up[number];
        }

        @Override
        public boolean learns() {
            return true;
        }

        @Override
        public Lesson.Outcome learn(Lesson lesson) {
            asked.add("learn " + number + " " + lesson.deadline());
            return up[number] ? new Lesson.Outcome.Learnt() : new Lesson.Outcome.Failed("down");
        }
    }
}
