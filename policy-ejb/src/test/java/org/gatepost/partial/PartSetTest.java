package org.gatepost.partial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

class PartSetTest {

    private static final PartLimits LIMITS = new PartLimits(4, 100, 3, 2, 200, Duration.ofDays(4));
    private static final ArrivedPart.Envelope ENVELOPE = new ArrivedPart.Envelope("tcp_local", "", "a@remote.example", List.of("alice@example.com", "bob@example.com"), "");
    private static final QueueId ID = new QueueId(new UUID(1, 1));

    private static ArrivedPart part(int number, int total, int octets) {
        return part("x", ENVELOPE, number, total, "b".repeat(octets));
    }

    private static ArrivedPart part(String id, ArrivedPart.Envelope envelope, int number, int total, String body) {
        try {
            return ArrivedPart.of(new PartFields(id, number, total == 0 ? OptionalInt.empty() : OptionalInt.of(total)), envelope,
                    new MemoryContent(("A: b\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII)), 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KnownPart known(int octets) {
        ArrivedPart same = part(1, 0, octets);
        return new KnownPart(ID, 8, same.octets(), same.digest());
    }

    private static PartSet set(int total, Map<Integer, KnownPart> parts) {
        return new PartSet(true, total == 0 ? OptionalInt.empty() : OptionalInt.of(total), new TreeMap<>(parts), Optional.empty(), new PartSet.Waiting(1, 1, 10));
    }

    private static Reply refused(Standing standing) {
        return assertInstanceOf(Standing.Refused.class, standing).reply();
    }

    @Test
    void c29ItIsWholeWhenAllPartsAreThereInWhateverOrder() {
        assertEquals(new Standing.Waits(), PartSet.unknown(PartSet.Waiting.NOTHING).standing(part(2, 0, 10), LIMITS));
        assertEquals(new Standing.Waits(), set(0, Map.of(2, known(10))).standing(part(1, 0, 10), LIMITS), "how many there are has nobody said");
        assertEquals(new Standing.Completes(new TreeMap<>(Map.of(1, known(10), 2, known(11)))), set(0, Map.of(1, known(10), 2, known(11))).standing(part(3, 3, 10), LIMITS));
        assertEquals(new Standing.Completes(new TreeMap<>(Map.of(1, known(10), 3, known(11)))), set(3, Map.of(1, known(10), 3, known(11))).standing(part(2, 0, 10), LIMITS));
        assertEquals(new Standing.Completes(new TreeMap<>()), PartSet.unknown(PartSet.Waiting.NOTHING).standing(part(1, 1, 10), LIMITS));
    }

    @Test
    void c29APartThatComesAgainIsKnownByItsOctets() {
        assertEquals(new Standing.Here(ID), set(2, Map.of(1, known(10))).standing(part(1, 2, 10), LIMITS));
        assertEquals(new Standing.Here(ID), set(0, Map.of(1, known(60))).standing(part(1, 0, 60), LIMITS), "and counts once");
        assertEquals(Replies.PART_DOES_NOT_FIT, refused(set(2, Map.of(1, known(10))).standing(part(1, 2, 11), LIMITS)));
    }

    @Test
    void c29WhatContradictsTheOthersDoesNotFit() {
        assertEquals(Replies.PART_DOES_NOT_FIT, refused(set(3, Map.of(3, known(10))).standing(part(1, 2, 10), LIMITS)));
        assertEquals(Replies.PART_DOES_NOT_FIT, refused(set(2, Map.of(1, known(10))).standing(part(3, 0, 10), LIMITS)));
        assertEquals(Replies.PART_DOES_NOT_FIT, refused(set(0, Map.of(3, known(10))).standing(part(2, 2, 10), LIMITS)), "the last of two, and a third is here");
    }

    @Test
    void c29WhatBecameOfTheWholeIsSaidOfWhatComesLater() {
        PartSet.Waiting one = new PartSet.Waiting(1, 1, 10);
        assertEquals(new Standing.WentOn(ID), new PartSet(true, OptionalInt.of(2), new TreeMap<>(), Optional.of(new PartSet.End.WentOn(ID)), one).standing(part(2, 2, 10), LIMITS));
        assertEquals(Replies.FILTER_REFUSED, refused(new PartSet(true, OptionalInt.of(2), new TreeMap<>(), Optional.of(new PartSet.End.Refused(Replies.FILTER_REFUSED)), one)
                .standing(part(2, 2, 10), LIMITS)));
    }

    @Test
    void c29OneOverEachLimitIsTooMuch() {
        PartSet unknown = PartSet.unknown(PartSet.Waiting.NOTHING);
        assertEquals(new Standing.Waits(), unknown.standing(part(1, 4, 10), LIMITS));
        assertEquals(Replies.PARTS_TOO_MANY, refused(unknown.standing(part(1, 5, 10), LIMITS)));
        assertEquals(new Standing.Waits(), unknown.standing(part(4, 0, 10), LIMITS));
        assertEquals(Replies.PARTS_TOO_MANY, refused(unknown.standing(part(5, 0, 10), LIMITS)));
        assertEquals(new Standing.Waits(), set(0, Map.of(2, known(40))).standing(part(1, 0, 60), LIMITS));
        assertEquals(Replies.MESSAGE_TOO_LARGE, refused(set(0, Map.of(2, known(40))).standing(part(1, 0, 61), LIMITS)));
        assertEquals(new Standing.Waits(), PartSet.unknown(new PartSet.Waiting(2, 1, 0)).standing(part(1, 0, 10), LIMITS));
        assertEquals(Replies.INSUFFICIENT_STORAGE, refused(PartSet.unknown(new PartSet.Waiting(3, 1, 0)).standing(part(1, 0, 10), LIMITS)));
        assertEquals(Replies.INSUFFICIENT_STORAGE, refused(PartSet.unknown(new PartSet.Waiting(2, 2, 0)).standing(part(1, 0, 10), LIMITS)));
        assertEquals(new Standing.Waits(), PartSet.unknown(new PartSet.Waiting(1, 1, 190)).standing(part(1, 0, 10), LIMITS));
        assertEquals(Replies.INSUFFICIENT_STORAGE, refused(PartSet.unknown(new PartSet.Waiting(1, 1, 191)).standing(part(1, 0, 10), LIMITS)));
    }

    @Test
    void c29WhatMakesRoomNeedsNone() {
        PartSet full = new PartSet(true, OptionalInt.of(2), new TreeMap<>(Map.of(1, known(10))), Optional.empty(), new PartSet.Waiting(9, 9, 1_000));
        assertEquals(new Standing.Completes(new TreeMap<>(Map.of(1, known(10)))), full.standing(part(2, 2, 10), LIMITS));
    }

    @Test
    void c29NobodyCompletesASetOfSomebodyElse() {
        String set = part(1, 0, 10).set();
        assertEquals(set, part("x", new ArrivedPart.Envelope("tcp_local", "", "a@remote.example", List.of("Bob@Example.com", "alice@example.com"), ""), 2, 2, "other").set());
        for (ArrivedPart.Envelope other : List.of(new ArrivedPart.Envelope("tcp_submit", "", "a@remote.example", ENVELOPE.recipients(), ""),
                new ArrivedPart.Envelope("tcp_local", "alice@example.com", "a@remote.example", ENVELOPE.recipients(), ""),
                new ArrivedPart.Envelope("tcp_local", "", "b@remote.example", ENVELOPE.recipients(), ""), new ArrivedPart.Envelope("tcp_local", "", "a@remote.example", ENVELOPE.recipients(), "requiretls"),
                new ArrivedPart.Envelope("tcp_local", "", "a@remote.example", List.of("alice@example.com"), ""))) {
            assertNotEquals(set, part("x", other, 2, 2, "two").set(), other.toString());
        }
        assertNotEquals(set, part("y", ENVELOPE, 2, 2, "two").set());
    }
}
