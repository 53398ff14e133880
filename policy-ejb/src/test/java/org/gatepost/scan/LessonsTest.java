package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;

class LessonsTest {

    private final List<String> taught = new ArrayList<>();
    private final Lessons lessons = new Lessons(new Scanners(policy -> new Pupil(policy.name()), new Alarms() {
        @Override
        public void raise(String key, String text) {
            throw new AssertionError(text);
        }

        @Override
        public void clear(String key) {
            throw new AssertionError(key);
        }
    }, () -> Instant.EPOCH, () -> Instant.EPOCH));
    private final Lesson lesson = new Lesson(new MemoryContent(new byte[0]), Optional.of(new Mailbox("alice", "example.com")), Duration.ofSeconds(5));

    @Test
    void v08ThoseThatAreToLearnAreTaughtAndWhatOneDoesNotLearnKeepsNoOtherFromIt() {
        assertEquals(Map.of("pupil", new Lesson.Outcome.Learnt(), "broken", new Lesson.Outcome.Failed("down")),
                lessons.teach(List.of(engine("broken"), engine("clamd"), engine("pupil")), lesson));
        assertEquals(List.of("broken alice@example.com PT5S", "pupil alice@example.com PT5S"), taught);
    }

    @Test
    void v08WhereNoneIsToLearnNobodyIsTaught() {
        assertFalse(lessons.isAnybodyTaught(List.of(engine("clamd"))));
        assertTrue(lessons.isAnybodyTaught(List.of(engine("clamd"), engine("pupil"))));
        assertEquals(Map.of(), lessons.teach(List.of(engine("clamd")), lesson));
    }

    private static ScannerPolicy engine(String name) {
        return new ScannerPolicy(name, "x", "127.0.0.1", 1, Set.of(), Duration.ofSeconds(1), ScannerPolicy.OnFailure.DEFER, 5, Duration.ofSeconds(1), 1);
    }


    /** One that learns unless it is called clamd, and is down where it is called broken. */
    private final class Pupil implements Scanner {
        private final String name;

        Pupil(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            throw new AssertionError("nobody asks");
        }

        @Override
        public boolean answers(Duration deadline) {
            return true;
        }

        @Override
        public boolean learns() {
            return !name.equals("clamd");
        }

        @Override
        public Lesson.Outcome learn(Lesson what) {
            taught.add(name + " " + what.recipient().orElseThrow().address() + " " + what.deadline());
            return name.equals("broken") ? new Lesson.Outcome.Failed("down") : new Lesson.Outcome.Learnt();
        }
    }
}
