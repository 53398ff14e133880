package org.gatepost.throttle;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.IpRange;

/**
 * One table of counters.
 *
 * @param entriesMax keys that a node remembers; beyond, those touched longest ago are forgotten
 * @param failsOpen what is said where the ledger does not answer: nothing against it, or nobody can tell
 */
public record ThrottleTable(String name, Kind kind, KeyForm keys, int entriesMax, boolean failsOpen) {

    public static final int ENTRIES_DEFAULT = 1000;
    public static final int ENTRIES_MAX = 1_000_000;
    /** Characters of a key. */
    static final int KEY_MAX = 512;
    private static final int V4_NETWORK_BITS = 24;
    private static final int V6_NETWORK_BITS = 64;

    public ThrottleTable {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("not the name of a throttle table: " + name);
        }
        if (entriesMax < 1 || entriesMax > ENTRIES_MAX) {
            throw new IllegalArgumentException("a throttle table has 1 to " + ENTRIES_MAX + " entries, not " + entriesMax);
        }
    }

    /** What a table is for. */
    public sealed interface Kind {

        record Throttle(Quota quota) implements Kind {
        }

        /** Texts and numbers. */
        record Simple() implements Kind {
        }

        record Greylisting(Greylisted.Times times) implements Kind {
        }
    }

    /** Which keys are the same. */
    public enum KeyForm {
        AS_WRITTEN, WITHOUT_CASE,
        /** Addresses of one network, /24 or /64: its owner has them all. Other texts without case. */
        NETWORK
    }

    /** @throws IllegalStateException where it is not one of throttling: a policy names none for a place it does not fit */
    Quota quota() {
        if (kind instanceof Kind.Throttle(Quota quota)) {
            return quota;
        }
        throw new IllegalStateException("throttle table " + name + " is not one of throttling");
    }

    /** @throws IllegalStateException where it is not one of greylisting */
    Greylisted.Times times() {
        if (kind instanceof Kind.Greylisting(Greylisted.Times times)) {
            return times;
        }
        throw new IllegalStateException("throttle table " + name + " is not one of greylisting");
    }

    /** After so long a silence a key is as one never seen; empty: what was stored stays. */
    public Optional<Duration> forgottenAfter() {
        return switch (kind) {
            case Kind.Throttle(Quota quota) -> Optional.of(quota.period().multipliedBy(Meter.QUOTAS_MAX));
            case Kind.Greylisting(Greylisted.Times times) -> Optional.of(times.inactivity());
            case Kind.Simple() -> Optional.empty();
        };
    }

    /** A key in this table's form, cut at its limit. */
    String key(String text) {
        String cut = text.length() > KEY_MAX ? text.substring(0, KEY_MAX) : text;
        return switch (keys) {
            case AS_WRITTEN -> cut;
            case WITHOUT_CASE -> cut.toLowerCase(Locale.ROOT);
            case NETWORK -> network(cut);
        };
    }

    private static String network(String text) {
        try {
            IpAddress address = IpAddress.parse(text);
            return IpRange.around(address, address.isV4() ? V4_NETWORK_BITS : V6_NETWORK_BITS).toString();
        } catch (IllegalArgumentException e) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
