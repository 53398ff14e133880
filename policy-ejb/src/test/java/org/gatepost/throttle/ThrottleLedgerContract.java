package org.gatepost.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.gatepost.stage.Match;

/** What every ledger does, whoever keeps its counters. */
public abstract class ThrottleLedgerContract {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final ThrottleTable VALUES = new ThrottleTable("values", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.WITHOUT_CASE, 1000, true);
    private static final Quota TEN = new Quota(10, Duration.ofHours(1), true);
    private static final ThrottleTable METERS = new ThrottleTable("meters", new ThrottleTable.Kind.Throttle(TEN), ThrottleTable.KeyForm.AS_WRITTEN, 1000, true);
    private static final ThrottleTable GREY = new ThrottleTable("grey", new ThrottleTable.Kind.Greylisting(Greylisted.Times.DEFAULT), ThrottleTable.KeyForm.AS_WRITTEN, 1000, true);

    /** An empty ledger. */
    protected abstract ThrottleLedger ledger();

    /** The same one, as another node has it; the same object where there are no nodes. */
    protected abstract ThrottleLedger sameLedgerElsewhere();

    private static ThrottleLedger.Changed changed(ThrottleLedger ledger, ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
        return assertInstanceOf(Match.Found.class, ledger.change(table, key, change)) instanceof Match.Found<?>(ThrottleLedger.Changed done) ? done : null;
    }

    private static Optional<LedgerEntry> stored(String value) {
        return Optional.of(new LedgerEntry.Stored(value));
    }

    @Test
    void whatIsChangedHereIsFoundThere() {
        ThrottleLedger here = ledger();
        ThrottleLedger there = sameLedgerElsewhere();
        assertEquals(new ThrottleLedger.Changed(Optional.empty(), stored("a b ")), changed(here, VALUES, "k", none -> stored("a b ")));
        assertEquals(new ThrottleLedger.Changed(stored("a b "), stored("")), changed(there, VALUES, "k", before -> stored("")));
        assertEquals(new ThrottleLedger.Changed(stored(""), Optional.empty()), changed(here, VALUES, "k", before -> Optional.empty()));
        assertEquals(new ThrottleLedger.Changed(Optional.empty(), Optional.empty()), changed(there, VALUES, "k", before -> before));
    }

    @Test
    void tablesAndKeysAreApart() {
        ThrottleLedger ledger = ledger();
        changed(ledger, VALUES, "k", none -> stored("1"));
        assertEquals(Optional.empty(), changed(ledger, VALUES, "K", before -> before).before());
        assertEquals(Optional.empty(), changed(ledger, METERS, "k", before -> before).before());
    }

    @Test
    void everyKindOfEntryComesBackAsItWas() {
        ThrottleLedger ledger = ledger();
        Meter meter = Meter.unused(NOW).attempt(TEN, NOW).attempt(TEN, NOW.plusSeconds(7));
        Greylisted known = Greylisted.first(NOW, Greylisted.Times.DEFAULT).again(NOW.plusSeconds(301), Greylisted.Times.DEFAULT);
        changed(ledger, METERS, "m", none -> Optional.of(meter));
        changed(ledger, GREY, "g", none -> Optional.of(known));
        assertEquals(Optional.of(meter), changed(sameLedgerElsewhere(), METERS, "m", before -> before).before());
        assertEquals(Optional.of(known), changed(sameLedgerElsewhere(), GREY, "g", before -> before).before());
    }

    @Test
    void t02NoChangeOfAnybodyIsLost() throws Exception {
        List<ThrottleLedger> nodes = List.of(ledger(), sameLedgerElsewhere());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> attackers = IntStream.range(0, 8).<Callable<Long>>mapToObj(i -> () -> within(nodes.get(i % 2), 20)).toList();
            long passed = 0;
            for (var attacker : threads.invokeAll(attackers)) {
                passed += attacker.get();
            }
            assertEquals(10, passed, "of 160 attempts, half of them at each node");
        }
    }

    private static long within(ThrottleLedger ledger, int attempts) {
        return IntStream.range(0, attempts).filter(i -> changed(ledger, METERS, "everybody", before -> Optional.of(
                before.map(Meter.class::cast).orElseGet(() -> Meter.unused(NOW)).attempt(TEN, NOW))).after().map(Meter.class::cast).filter(meter -> !meter.over()).isPresent()).count();
    }

    @Test
    void aTableStaysWithinItsEntries() {
        ThrottleTable small = new ThrottleTable("small", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.AS_WRITTEN, 200, true);
        ThrottleLedger ledger = ledger();
        IntStream.range(0, 1000).forEach(i -> changed(ledger, small, "k" + i, none -> stored("v")));
        long kept = IntStream.range(0, 1000).filter(i -> changed(ledger, small, "k" + i, before -> before).before().isPresent()).count();
        assertTrue(kept <= entriesMax(200) && kept >= 100, kept + " of 1000 are remembered");
    }

    /** What a table's bound comes to in this ledger. */
    protected abstract int entriesMax(int ofTable);
}
