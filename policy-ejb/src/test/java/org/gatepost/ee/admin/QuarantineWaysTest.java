package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing.Destination;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;

class QuarantineWaysTest {

    private static final UUID ENTRY = UUID.randomUUID();
    private static final Destination ALICE = way("alice", "tcp_lmtpcs");
    private static final Destination BOB = way("bob", "tcp_local");

    @Test
    void whatAUserSentOnWentItsWayWhenTheMessageCame() {
        QuarantineWays ways = new QuarantineWays(Map.of(ENTRY, Set.of("alice@example.com")), Map.of());
        assertEquals(Map.of("alice@example.com", List.of(ALICE)), ways.of(ENTRY, Map.of("alice@example.com", List.of(BOB, ALICE))));
        assertEquals(Map.of("alice@example.com", List.of()), ways.of(ENTRY, Map.of("alice@example.com", List.of(BOB))), "no other's in its place: it stays on its way");
    }

    @Test
    void whatAFilterHasNotSeenStaysOnItsWayThroughIt() {
        QuarantineWays ways = new QuarantineWays(Map.of(), Map.of(ENTRY, Set.of("alice@example.com")));
        assertEquals(Map.of("bob@example.com", List.of(BOB)), ways.of(ENTRY, Map.of("alice@example.com", List.of(ALICE), "bob@example.com", List.of(BOB))));
    }

    @Test
    void whatIsHeldOtherwiseGoesWhereItsAddressLeadsNow() {
        Map<String, List<Destination>> now = Map.of("alice@example.com", List.of(BOB, ALICE));
        assertEquals(now, new QuarantineWays(Map.of(UUID.randomUUID(), Set.of("alice@example.com")), Map.of()).of(ENTRY, now));
    }

    private static Destination way(String user, String channel) {
        return new Destination(new Mailbox(user, "example.com"), new Route(new ChannelName(channel), channel));
    }
}
