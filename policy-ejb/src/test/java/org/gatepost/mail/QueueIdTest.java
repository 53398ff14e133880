package org.gatepost.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class QueueIdTest {

    @Test
    void readsWhatItWrote() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            QueueId id = QueueId.make(Instant.ofEpochMilli(random.nextLong(1L << 42)), random);
            assertEquals(id, QueueId.parse(id.toString()));
            assertEquals(26, id.toString().length());
        }
    }

    @Test
    void laterIdsSortLater() {
        Random random = new Random(2);
        QueueId early = QueueId.make(Instant.parse("2026-11-23T12:00:00.000Z"), random);
        QueueId late = QueueId.make(Instant.parse("2026-11-23T12:00:00.001Z"), random);
        assertTrue(early.toString().compareTo(late.toString()) < 0);
        assertTrue(early.value().toString().compareTo(late.value().toString()) < 0);
    }

    @Test
    void isAUuidOfVersionSeven() {
        UUID value = QueueId.make(Instant.now(), new Random(3)).value();
        assertEquals(7, value.version());
        assertEquals(2, value.variant());
    }

    @Test
    void refusesWhatIsNoId() {
        for (String text : new String[] {"", "01jd", "81jdzzzzzzzzzzzzzzzzzzzzzz", "01jd!zzzzzzzzzzzzzzzzzzzzz", "01JDZZZZZZZZZZZZZZZZZZZZZZ"}) {
            assertThrows(IllegalArgumentException.class, () -> QueueId.parse(text), text);
        }
    }
}
