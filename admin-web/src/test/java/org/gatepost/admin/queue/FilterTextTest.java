package org.gatepost.admin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;

import org.gatepost.ee.admin.EntryState;
import org.gatepost.ee.admin.QueueFilter;
import org.junit.jupiter.api.Test;

class FilterTextTest {

    private final FilterText text = new FilterText();

    @Test
    void emptyTextsMeanTheWholeQueue() {
        assertEquals(QueueFilter.ALL, text.filter());
        assertEquals("", text.error());
    }

    @Test
    void readsAgesAndStates() {
        text.setOlder("2h");
        text.setState("held");
        assertEquals(Optional.of(Duration.ofHours(2)), text.filter().minimumAge());
        assertEquals(Optional.of(EntryState.HELD), text.filter().state());
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        text.setOlder("long");
        assertEquals("Not an age: long. Write 30s, 15m, 2h or 3d.", text.error());
    }
}
