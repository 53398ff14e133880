package org.gatepost.ee.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class DatabaseContactTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final DatabaseContact contact = new DatabaseContact(nanos::get);

    @Test
    void itIsDownUntilItAnsweredAndAfterFiveSecondsOfSilence() {
        assertFalse(contact.isUp());
        assertEquals(-1, contact.silentSeconds());
        contact.answered();
        nanos.addAndGet(DatabaseContact.SILENCE_MAX.toNanos());
        assertTrue(contact.isUp());
        nanos.incrementAndGet();
        assertFalse(contact.isUp());
        assertEquals(5, contact.silentSeconds());
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        contact.answered();
        assertTrue(contact.isUp());
    }
}
