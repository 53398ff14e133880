package org.gatepost.gate;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.queue.EntryWishes;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.Ret;

/**
 * What a script wants of the envelope of what it sends on (RFC 6009).
 *
 * @param notifyOn of what its sender is to be told; empty: as the sender wanted it
 */
record RedirectWishes(Optional<Set<Notify>> notifyOn, EntryWishes entry) {

    /** Nothing. */
    static final RedirectWishes NONE = new RedirectWishes(Optional.empty(), EntryWishes.NONE);

    RedirectWishes {
        notifyOn = notifyOn.map(Set::copyOf);
    }

    /** Reads what {@code SieveAction.Redirect} carries; {@link IllegalArgumentException} with one line for what no envelope can say. */
    static RedirectWishes of(Map<String, String> parameters, ZonedDateTime now) {
        if (parameters.isEmpty()) {
            return NONE;
        }
        return new RedirectWishes(Optional.ofNullable(parameters.get("notify")).map(RedirectWishes::notifyOn),
                new EntryWishes(Optional.ofNullable(parameters.get("ret")).map(RedirectWishes::ret), deliverBy(parameters, now)));
    }

    /** These, and where they say nothing the others. */
    RedirectWishes over(RedirectWishes others) {
        return new RedirectWishes(notifyOn.or(others::notifyOn), entry.over(others.entry));
    }

    /** RFC 3461 section 4.1: NEVER stands alone. */
    private static Set<Notify> notifyOn(String text) {
        Set<Notify> all = EnumSet.noneOf(Notify.class);
        for (String word : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            try {
                all.add(Notify.valueOf(word.strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("no NOTIFY of an envelope: " + text, e);
            }
        }
        if (all.contains(Notify.NEVER) && all.size() > 1) {
            throw new IllegalArgumentException("no NOTIFY of an envelope: " + text);
        }
        return all;
    }

    private static Ret ret(String text) {
        try {
            return Ret.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no RET of an envelope: " + text, e);
        }
    }

    /** RFC 6009 section 6: who does not say what is to happen wants to be told. */
    private static Optional<DeliverBy> deliverBy(Map<String, String> parameters, ZonedDateTime now) {
        Optional<Long> seconds = Optional.ofNullable(parameters.get("bytimerelative")).map(Long::valueOf)
                .or(() -> Optional.ofNullable(parameters.get("bytimeabsolute")).map(time -> secondsUntil(time, now)));
        DeliverBy.Mode mode = parameters.getOrDefault("bymode", "notify").equals("return") ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        return seconds.map(left -> new DeliverBy(left, mode, parameters.containsKey("bytrace")));
    }

    private static long secondsUntil(String time, ZonedDateTime now) {
        try {
            return Duration.between(now.toInstant(), OffsetDateTime.parse(time).toInstant()).toSeconds();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time such as 2026-11-27T12:00:00+01:00: " + time, e);
        }
    }
}
