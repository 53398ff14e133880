package org.gatepost.admin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import org.gatepost.ee.admin.EntryState;
import org.gatepost.ee.admin.QueueFilter;
import org.gatepost.mail.Quarantine;
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
    void readsKindsOfQuarantine() {
        assertEquals(Set.of(), text.filter().quarantine());
        text.setQuarantine("any");
        assertEquals(Set.of(Quarantine.values()), text.filter().quarantine());
        text.setQuarantine("infected");
        assertEquals(Set.of(Quarantine.INFECTED), text.filter().quarantine());
        text.setQuarantine("odd");
        assertEquals("Not a kind of quarantine: odd. Write any, infected, spam or suspect.", text.error());
    }

    @Test
    void namesWhatItDoesNotUnderstand() {
        text.setOlder("long");
        assertEquals("Not an age: long. Write 30s, 15m, 2h or 3d.", text.error());
    }
}
