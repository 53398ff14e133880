package org.gatepost.dnslist;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.gatepost.trace.Alarms;

/**
 * Which lists are not to be asked for a while, and who hears of it: at once those that answer what no list may, and after some failures in a row those that do
 * not answer, unless mail is to wait for them. Safe for use by many threads.
 */
final class ListHealth {

    /** Failures in a row after which a list is set aside. */
    static final int FAILURES_MAX = 5;
    /** How long a list that cannot be believed is set aside; then one answer decides. */
    static final Duration BROKEN_FOR = Duration.ofMinutes(10);
    /** How long one that does not answer is. */
    static final Duration SILENT_FOR = Duration.ofMinutes(1);

    private final Alarms alarms;
    private final InstantSource steady;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();

    /** Failures in a row; until when it is set aside, and why. */
    private record Standing(int failures, Optional<Instant> until, String why) {
    }

    ListHealth(Alarms alarms, InstantSource steady) {
        this.alarms = alarms;
        this.steady = steady;
    }

    /** Why it is not asked now. */
    Optional<String> setAside(DnsList list) {
        Standing standing = standings.get(key(list));
        return standing == null ? Optional.empty() : standing.until().filter(until -> steady.instant().isBefore(until)).map(until -> standing.why());
    }

    void answered(DnsList list) {
        if (standings.remove(key(list)) != null) {
            alarms.clear("dnslist:" + list.name());
        }
    }

    void broken(DnsList list, String why) {
        standings.put(key(list), new Standing(0, Optional.of(steady.instant().plus(BROKEN_FOR)), why));
        alarms.raise("dnslist:" + list.name(), "DNS list " + list.name() + " is not asked for " + BROKEN_FOR.toMinutes() + " minutes: " + why);
    }

    void silent(DnsList list, String why) {
        Standing now = standings.compute(key(list), (key, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            return new Standing(failures, failures >= FAILURES_MAX && !list.defers() ? Optional.of(steady.instant().plus(SILENT_FOR)) : Optional.empty(), why);
        });
        if (now.failures() >= FAILURES_MAX) {
            alarms.raise("dnslist:" + list.name(), "DNS list " + list.name() + " does not answer: " + why);
        }
    }

    /** A list that was given another zone is another list. */
    private static String key(DnsList list) {
        return list.name() + " " + list.zone();
    }
}
