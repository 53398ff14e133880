package org.gatepost.throttle;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.gatepost.stage.Match;

/** Counters of one node alone. A full table forgets what has expired, then what was touched longest ago. Safe for use by many threads. */
public final class MemoryLedger implements ThrottleLedger {

    /** Entries that are looked at for having expired, each time one is added to a full table. */
    private static final int SWEPT = 8;

    private final Map<String, Map<String, LedgerEntry>> tables = new HashMap<>();
    private final InstantSource clock;

    public MemoryLedger(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
        synchronized (tables) {
            // In the order they were touched.
            Map<String, LedgerEntry> entries = tables.computeIfAbsent(table.name(), none -> new LinkedHashMap<>(16, 0.75f, true));
            Optional<LedgerEntry> before = Optional.ofNullable(entries.get(key));
            Optional<LedgerEntry> after = change.apply(before);
            after.ifPresentOrElse(entry -> entries.put(key, entry), () -> entries.remove(key));
            if (entries.size() > table.entriesMax()) {
                makeRoom(entries, table.entriesMax());
            }
            return new Match.Found<>(new Changed(before, after));
        }
    }

    private void makeRoom(Map<String, LedgerEntry> entries, int max) {
        Iterator<LedgerEntry> oldest = entries.values().iterator();
        for (int looked = 0; looked < SWEPT && oldest.hasNext(); looked++) {
            if (!oldest.next().expires().isAfter(clock.instant())) {
                oldest.remove();
            }
        }
        Iterator<LedgerEntry> first = entries.values().iterator();
        while (entries.size() > max) {
            first.next();
            first.remove();
        }
    }
}
