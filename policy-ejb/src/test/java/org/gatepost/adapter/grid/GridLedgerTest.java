package org.gatepost.adapter.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.gatepost.stage.Match;
import org.gatepost.throttle.LedgerEntry;
import org.gatepost.throttle.ThrottleTable;

/** A grid that is not there; the workbench has two members that are. */
class GridLedgerTest {

    private static final ThrottleTable VALUES = new ThrottleTable("values", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.WITHOUT_CASE, 1000, true);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int asked;

    @Test
    void t08AGridThatFailsIsSaidToAndLeftAloneForAWhile() {
        GridLedger ledger = new GridLedger(() -> {
            asked++;
            throw new IllegalStateException("not bound");
        }, Runnable::run, () -> now);
        assertEquals(new Match.Unavailable<>("there is no data grid: not bound"), ledger.change(VALUES, "k", before -> before));
        assertEquals(new Match.Unavailable<>("the data grid has just failed, and is left alone for 2 s"), ledger.change(VALUES, "k", before -> before));
        assertEquals(1, asked);
        now = now.plus(GridLedger.REST);
        ledger.change(VALUES, "k", before -> before);
        assertEquals(2, asked);
    }

    @Test
    void aTextOfAnotherVersionBeginsAnew() {
        assertEquals(Optional.of(new LedgerEntry.Stored("meter 1")), EntryText.read("stored meter 1"));
        for (String text : new String[] {"", "meter", "meter x 1 true 2", "meter 1 1 true 2 3", "greylisted 1 true", "sieve 1"}) {
            assertEquals(Optional.empty(), EntryText.read(text), text);
        }
    }
}
