package org.gatepost.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import org.gatepost.channel.NextHop;

/**
 * What next hops that policy names offered when they were last spoken to, so that what they would refuse is refused before it is ours. What is not
 * known, or was learnt too long ago, forbids nothing. Safe for use by many threads.
 */
public final class NextHopOffers {

    /** How long it is believed. */
    public static final Duration BELIEVED_FOR = Duration.ofHours(1);
    /** Next hops remembered; of one more nothing is. */
    public static final int HOPS_MAX = 1_000;

    private final InstantSource clock;
    private final Map<NextHop, Learnt> learnt = new ConcurrentHashMap<>();

    /**
     * What one offered.
     *
     * @param encryption STARTTLS, or the connection was encrypted when it said so
     * @param octetsMax the greatest message, where it named one
     */
    public record Offered(boolean smtpUtf8, boolean encryption, OptionalLong octetsMax) {
    }

    private record Learnt(Offered offered, Instant at) {
    }

    /** @param clock by which what is old is forgotten */
    public NextHopOffers(InstantSource clock) {
        this.clock = clock;
    }

    /** It offered this just now. */
    public void learn(NextHop hop, Offered offered) {
        if (learnt.size() < HOPS_MAX || learnt.containsKey(hop)) {
            learnt.put(hop, new Learnt(offered, clock.instant()));
        }
    }

    /** What it offers, as far as is known. */
    public Optional<Offered> of(NextHop hop) {
        return Optional.ofNullable(learnt.get(hop)).filter(known -> known.at().plus(BELIEVED_FOR).isAfter(clock.instant())).map(Learnt::offered);
    }
}
