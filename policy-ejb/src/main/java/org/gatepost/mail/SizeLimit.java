package org.gatepost.mail;

import java.util.OptionalLong;

/** What a greatest size of messages means where it may be missing: empty is no limit. Sizes are octets of content (RFC 1870 section 3). */
public final class SizeLimit {

    private SizeLimit() {
    }

    /** The lesser of two limits. */
    public static OptionalLong least(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }

    /** Whether a message of that many octets is over the limit. */
    public static boolean isExceeded(OptionalLong limit, long octets) {
        return limit.isPresent() && octets > limit.getAsLong();
    }

    /** Whether the size the client declared, where it did, is over the limit. */
    public static boolean isExceeded(OptionalLong limit, OptionalLong declaredOctets) {
        return declaredOctets.isPresent() && isExceeded(limit, declaredOctets.getAsLong());
    }
}
