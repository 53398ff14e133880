package org.gatepost.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.channel.NextHop;
import org.gatepost.routing.NextHopOffers.Offered;
import org.junit.jupiter.api.Test;

class NextHopOffersTest {

    private static final Offered LITTLE = new Offered(false, false, OptionalLong.empty());
    private static final Offered MUCH = new Offered(true, true, OptionalLong.of(1 << 20));

    private Instant now = Instant.EPOCH;
    private final NextHopOffers offers = new NextHopOffers(() -> now);

    @Test
    void whatWasLearntLastIsBelievedForAWhile() {
        assertEquals(Optional.empty(), offers.of(hop(1)));
        offers.learn(hop(1), LITTLE);
        offers.learn(hop(1), MUCH);
        now = now.plus(NextHopOffers.BELIEVED_FOR).minusMillis(1);
        assertEquals(Optional.of(MUCH), offers.of(hop(1)));
        now = now.plusMillis(1);
        assertEquals(Optional.empty(), offers.of(hop(1)));
    }

    @Test
    void asManyNextHopsAreRememberedAsMayBeAndNotOneMore() {
        for (int port = 1; port <= NextHopOffers.HOPS_MAX + 1; port++) {
            offers.learn(hop(port), LITTLE);
        }
        offers.learn(hop(1), MUCH);
        assertEquals(Optional.of(MUCH), offers.of(hop(1)));
        assertEquals(Optional.of(LITTLE), offers.of(hop(NextHopOffers.HOPS_MAX)));
        assertEquals(Optional.empty(), offers.of(hop(NextHopOffers.HOPS_MAX + 1)));
    }

    private static NextHop hop(int port) {
        return new NextHop(NextHop.Protocol.SMTP, "hop.example", port);
    }
}
