package org.gatepost.srs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class SrsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final byte[] KEY = "a key of ours, with octets enough".getBytes(US_ASCII);
    private static final byte[] OTHER = "another key, with octets enough too".getBytes(US_ASCII);

    private final Srs ours = new Srs(List.of(KEY), "forward.example", Srs.VALIDITY);
    private final Srs second = new Srs(List.of(OTHER), "second.example", Srs.VALIDITY);
    private final Srs third = new Srs(List.of(KEY), "third.example", Srs.VALIDITY);

    private static Mailbox box(String address) {
        return new Mailbox(address.substring(0, address.lastIndexOf('@')), address.substring(address.lastIndexOf('@') + 1));
    }

    private static Mailbox forwarded(Srs srs, Mailbox sender) {
        return assertInstanceOf(Forwarded.Rewritten.class, srs.forward(ReversePath.of(sender), NOW), sender.address()).path().mailbox().orElseThrow();
    }

    private static Mailbox back(Srs srs, Mailbox recipient) {
        return assertInstanceOf(Reversed.Sender.class, srs.reverse(recipient, NOW), recipient.address()).mailbox();
    }

    @Test
    void s06ASenderIsRewrittenAndFoundBack() {
        Mailbox rewritten = forwarded(ours, box("alice@example.com"));
        assertTrue(rewritten.address().matches("SRS0=[a-z2-7]{6}=[a-z2-7]{2}=example\\.com=alice@forward\\.example"), rewritten.address());
        assertEquals(box("alice@example.com"), back(ours, rewritten));
    }

    @Test
    void s06AnyLocalPartComesBackAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder local = new StringBuilder();
            for (int length = 1 + random.nextInt(30); length > 0; length--) {
                local.append("abcXYZ0=+-_.\"\\ ()<>,@!#$%&'*/?^`{|}~".charAt(random.nextInt(36)));
            }
            Mailbox sender = new Mailbox(local.toString(), "example.com");
            assertEquals(sender, back(ours, forwarded(ours, sender)), "seed " + seed);
        }
    }

    @Test
    void s06FurtherForwardersFindToTheFirstAndTheAddressDoesNotGrow() {
        Mailbox one = forwarded(ours, box("alice@example.com"));
        Mailbox two = forwarded(second, one);
        Mailbox three = forwarded(third, two);
        assertTrue(two.localPart().startsWith("SRS1=") && two.localPart().contains("=forward.example=="), two.address());
        assertEquals(two.localPart().length(), three.localPart().length());
        assertEquals(one, back(second, two));
        assertEquals(one, back(third, three));
    }

    @Test
    void s06WhoeverChangesItGetsNothing() {
        Mailbox rewritten = forwarded(ours, box("alice@example.com"));
        for (String changed : List.of(rewritten.localPart().replace("alice", "bob"), rewritten.localPart().replace("example.com", "example.net"),
                "SRS0=aaaaaa" + rewritten.localPart().substring(11), "SRS1=aaaaaa=forward.example==x=aa=example.com=alice")) {
            assertInstanceOf(Reversed.Refused.class, ours.reverse(new Mailbox(changed, "forward.example"), NOW), changed);
        }
        assertInstanceOf(Reversed.Refused.class, new Srs(List.of(OTHER), "forward.example", Srs.VALIDITY).reverse(rewritten, NOW));
    }

    @Test
    void s06TheBorderOfDomainAndLocalPartIsSigned() {
        String rewritten = forwarded(ours, box("mx@example.co")).localPart();
        String moved = rewritten.replace("=example.co=mx", "=example.com=x");
        assertInstanceOf(Reversed.Refused.class, ours.reverse(new Mailbox(moved, "forward.example"), NOW), moved);
    }

    @Test
    void s06AnAddressAges() {
        Mailbox rewritten = forwarded(ours, box("alice@example.com"));
        assertInstanceOf(Reversed.Sender.class, ours.reverse(rewritten, NOW.plus(Srs.VALIDITY)));
        assertEquals(new Reversed.Refused("it is older than 21 days"), ours.reverse(rewritten, NOW.plus(Srs.VALIDITY).plus(Duration.ofDays(1))));
        assertInstanceOf(Reversed.Sender.class, ours.reverse(rewritten, NOW.minus(Duration.ofDays(1))));
        assertInstanceOf(Reversed.Refused.class, ours.reverse(rewritten, NOW.minus(Duration.ofDays(2))));
    }

    @Test
    void aKeyThatNoLongerSignsIsStillBelieved() {
        Mailbox rewritten = forwarded(ours, box("alice@example.com"));
        assertEquals(box("alice@example.com"), back(new Srs(List.of(OTHER, KEY), "forward.example", Srs.VALIDITY), rewritten));
    }

    @Test
    void whatChangesItsCaseOnTheWayIsStillOurs() {
        Mailbox rewritten = forwarded(ours, box("Alice@example.com"));
        assertEquals(box("ALICE@example.com"), back(ours, new Mailbox(rewritten.localPart().toUpperCase(Locale.ROOT), "forward.example")));
    }

    @Test
    void nobodyOursAndTheTooLongStayAsTheyAre() {
        assertInstanceOf(Forwarded.AsItIs.class, ours.forward(ReversePath.NULL, NOW));
        assertInstanceOf(Forwarded.AsItIs.class, ours.forward(ReversePath.of(box("bob@forward.example")), NOW));
        // SRS0=HASHHH=DD=example.com= takes 27 octets of 64.
        assertInstanceOf(Forwarded.Rewritten.class, ours.forward(ReversePath.of(box("x".repeat(37) + "@example.com")), NOW));
        assertInstanceOf(Forwarded.AsItIs.class, ours.forward(ReversePath.of(box("x".repeat(38) + "@example.com")), NOW));
    }

    @Test
    void otherRecipientsAreNoneOfIt() {
        for (String address : List.of("alice@forward.example", "srs0@forward.example", "SRS0=x@forward.example", "SRS0=abcdef=aa=example.com=alice@elsewhere.example")) {
            assertInstanceOf(Reversed.NotRewritten.class, ours.reverse(box(address), NOW), address);
        }
    }

    @Test
    void keysAndTimesHaveBounds() {
        assertThrows(IllegalArgumentException.class, () -> new Srs(List.of(), "forward.example", Srs.VALIDITY));
        assertThrows(IllegalArgumentException.class, () -> new Srs(List.of(new byte[Srs.KEY_OCTETS_MIN - 1]), "forward.example", Srs.VALIDITY));
        assertThrows(IllegalArgumentException.class, () -> new Srs(List.of(KEY, KEY, KEY, KEY, KEY, KEY), "forward.example", Srs.VALIDITY));
        assertThrows(IllegalArgumentException.class, () -> new Srs(List.of(KEY), "forward.example", Duration.ofDays(512)));
    }
}
