package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.ee.admin.Overview.Stock;
import org.junit.jupiter.api.Test;

class LastStockTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LastStock last = new LastStock(nanos::get);

    @Test
    void anAnswerServesForASecond() {
        Stock first = last.orAsk(() -> stock(1));
        nanos.addAndGet(999_999_999);
        assertSame(first, last.orAsk(() -> stock(2)));
        nanos.addAndGet(1);
        assertEquals(2, last.orAsk(() -> stock(2)).queue().waiting());
    }

    @Test
    void whatWasLastKnownStaysWhenTheDatabaseCannotBeAsked() {
        assertEquals(Optional.empty(), last.known());
        Stock first = last.orAsk(() -> stock(1));
        nanos.addAndGet(2_000_000_000L);
        assertThrows(DeskUnavailable.class, () -> last.orAsk(() -> {
            throw new DeskUnavailable("down", null);
        }));
        assertSame(first, last.known().orElseThrow());
    }

    private static Stock stock(long waiting) {
        return new Stock(Instant.EPOCH, new Overview.Queue(waiting, 0, 0, Optional.empty()), List.of(), List.of(), Optional.empty());
    }
}
