package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import org.gatepost.conversion.ConversionReader;
import org.gatepost.conversion.ConversionReading;
import org.gatepost.conversion.PartPrograms;
import org.gatepost.mail.QueueId;
import org.gatepost.partial.ArrivedPart;
import org.gatepost.partial.KnownPart;
import org.gatepost.partial.PartLimits;
import org.gatepost.partial.PartSet;
import org.gatepost.partial.PartialSets;
import org.gatepost.partial.PartsChange;
import org.gatepost.partial.Standing;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that come in pieces, at a channel that puts them together. */
class PartsAtTheGateTest {

    private static final String FROM = "a@remote.example";
    private static final String ALICE = "alice@example.com";
    private static final String FIRST = part("number=1; total=2", "Subject: whole\r\nContent-Type: text/plain\r\n\r\nfirst ha");
    private static final String SECOND = part("number=2; total=2", "lf, second half\r\n");
    private static final String WHOLE = "From: a@remote.example\r\nSubject: whole\r\nContent-Type: text/plain\r\n\r\nfirst half, second half\r\n";

    private final InMemory sets = new InMemory();
    private boolean programsFail;
    private final TestGate gate = new TestGate(assembly -> assembly.puttingTogether(sets)
            .converting(question -> programsFail ? new PartPrograms.Answer.Unavailable("not now") : new PartPrograms.Answer.Made("made".getBytes(ISO_8859_1))));

    private static String part(String parameters, String body) {
        return "From: a@remote.example\r\nContent-Type: message/partial; id=\"x@remote.example\"; " + parameters + "\r\n\r\n" + body;
    }

    @BeforeEach
    void defragment() {
        channel("partialmessages defragment");
        gate.storing = sets::store;
    }

    private void channel(String keywords) {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", keywords);
    }

    private String send(String content) {
        return send(FROM, ALICE, content);
    }

    private String send(String from, String to, String content) {
        TestGate.Session session = gate.session("smtp");
        assertEquals("250", session.mail(from));
        assertEquals("250", session.rcpt(to));
        return session.message(content);
    }

    private Optional<String> heldBy() {
        return gate.stored.getLast().entries().getFirst().recipients().getFirst().state() instanceof RecipientState.Held held ? Optional.of(held.by()) : Optional.empty();
    }

    private String content() {
        byte[] whole = sets.wholes.get(gate.stored.getLast().message().id());
        return whole == null ? sets.read(gate.stored.getLast()) : new String(whole, ISO_8859_1);
    }

    @Test
    void c29APartWaitsForTheOthersAndTheWholeGoesOn() {
        assertEquals("250", send(SECOND));
        assertEquals(Optional.of("Defragmentation"), heldBy());
        TraceEvent held = gate.stored.getLast().trace().stream().filter(event -> event.kind() == Kind.HOLD).findFirst().orElseThrow();
        assertEquals("Defragmentation: part 2 of 2 of x@remote.example", held.reason());
        QueueId waits = gate.stored.getLast().message().id();
        assertEquals("250", send(FIRST));
        assertEquals(Optional.empty(), heldBy());
        assertEquals(WHOLE, content());
        assertEquals(WHOLE.length(), gate.stored.getLast().message().contentOctets());
        TraceEvent accepted = gate.stored.getLast().trace().stream().filter(event -> event.kind() == Kind.ACCEPT).findFirst().orElseThrow();
        assertEquals(List.of("1: this one", "2: " + waits), accepted.details().get("parts"));
        assertTrue(gate.sent(WHOLE).startsWith("Received: "), "by the session of the last part");
        assertEquals(2, gate.stored.size());
    }

    @Test
    void c29OtherMessagesGoTheirWayAndOtherChannelsLetPartsPass() {
        assertEquals("250", send(WHOLE));
        assertEquals(Optional.empty(), heldBy());
        channel("");
        assertEquals("250", send(FIRST));
        assertEquals(Optional.empty(), heldBy());
        assertEquals(FIRST, content());
        assertTrue(sets.known.isEmpty());
    }

    @Test
    void c29WhatHasSomethingAgainstTheWholeSaysItToTheLastPartAndTheOthersGo() {
        gate.tables("CONVERSIONS\n  *OUT-CHAN=tcp_lmtpcs;*  Yes\n");
        gate.policy(policy -> policy.converting(assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", "in-type=text; refuse=\"no text\"")).entries()));
        assertEquals("250", send(FIRST), "nobody has looked at it");
        assertEquals("550 5.7.1", send(SECOND));
        assertEquals(1, gate.stored.size());
        assertEquals(Optional.of(550), sets.only().refusal.map(Reply::code));
        assertTrue(sets.only().parts.isEmpty());
        gate.policy(policy -> policy);
        assertEquals("550 5.7.1", send(SECOND), "and says it again");
        assertEquals("Defragmentation: part 2 of 2 of x@remote.example: the whole was refused before", gate.traced.getLast().reason());
    }

    @Test
    void c29WhoeverCannotBeAskedAboutTheWholePutsOffTheLastPartAndNothingChanges() {
        gate.tables("CONVERSIONS\n  *OUT-CHAN=tcp_lmtpcs;*  Yes\n");
        gate.policy(policy -> policy.converting(assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", "in-type=text; command=/makes")).entries()));
        assertEquals("250", send(FIRST));
        programsFail = true;
        assertEquals("451 4.3.0", send(SECOND));
        assertEquals(1, sets.only().parts.size());
        programsFail = false;
        assertEquals("250", send(SECOND));
        assertEquals(WHOLE, content());
    }

    @Test
    void c29AWholeThatIsNotStoredPutsOffTheLastPart() {
        assertEquals("250", send(FIRST));
        gate.storing = message -> new Receipt.Refused(Replies.COULD_NOT_STORE);
        assertEquals("451 4.3.0", send(SECOND));
        assertEquals("Acceptance: could not be stored", gate.traced.getLast().reason());
        gate.storing = sets::store;
        assertEquals("250", send(SECOND));
        assertEquals(WHOLE, content());
    }

    @Test
    void c29WhereTheOthersCameWhileItWasToBeKeptItMakesTheWhole() {
        gate.storing = message -> {
            gate.storing = sets::store;
            // By another node.
            assertEquals("250", send(FIRST));
            return sets.store(message);
        };
        assertEquals("250", send(SECOND));
        assertEquals(WHOLE, content());
        assertEquals(2, gate.stored.size());
        assertTrue(gate.traced.stream().noneMatch(event -> event.kind() == Kind.REFUSE));
    }

    @Test
    void c29WhereTheWholeWentOnWhileItWasJudgedNobodyGetsItTwice() {
        assertEquals("250", send(FIRST));
        gate.storing = message -> {
            gate.storing = sets::store;
            assertEquals("250", send(SECOND));
            return sets.store(message);
        };
        assertEquals("250", send(SECOND));
        assertEquals(2, gate.stored.size());
        assertTrue(gate.traced.getLast().reason().contains("came again; its message went on before as " + gate.stored.getLast().message().id()), gate.traced.getLast().reason());
    }

    @Test
    void c29ASetThatIsNeverAsItWasPutsThePartOff() {
        int[] tries = {0};
        gate.storing = message -> {
            tries[0]++;
            sets.only(message).total = OptionalInt.of(tries[0] % 2 == 1 ? 1 : 2);
            return new Receipt.Refused(Replies.COULD_NOT_STORE);
        };
        assertEquals("451 4.3.0", send(part("number=1", "Subject: x\r\n\r\nbody\r\n")));
        assertEquals(Defragmentation.LOOKS_MAX, tries[0]);
    }

    @Test
    void c29APartThatComesAgainIsAnsweredAndNotKeptTwice() {
        assertEquals("250", send(FIRST));
        assertEquals("250", send(FIRST));
        assertEquals(1, gate.stored.size());
        assertEquals(Kind.DISCARD, gate.traced.getLast().kind());
        assertEquals("Defragmentation: part 1 of 2 of x@remote.example came again; the one that came before stays", gate.traced.getLast().reason());
        assertEquals(Optional.of(gate.stored.getFirst().message().id()), gate.traced.getLast().queueId());
        assertEquals("250", send(SECOND));
        assertEquals("250", send(SECOND), "its 250 was lost");
        assertEquals("250", send(FIRST));
        assertEquals(2, gate.stored.size());
        assertEquals("250", send(FIRST.replace("x@", "y@")));
        assertEquals("550 5.6.0", send(part("number=1; total=2", "not that\r\n").replace("x@", "y@")), "another with its number");
    }

    @Test
    void c29AStrangerCompletesNothing() {
        assertEquals("250", send(FIRST));
        assertEquals("250", send("b@remote.example", ALICE, SECOND));
        assertEquals("250", send(FROM, "bob@example.com", SECOND));
        assertEquals(3, sets.known.size());
        assertTrue(gate.stored.stream().allMatch(message -> message.parts().orElseThrow() instanceof PartsChange.Joins));
        assertEquals("250", send(SECOND));
        assertEquals(WHOLE, content());
    }

    @Test
    void c29WhatCannotBePutTogetherIsRefused() {
        for (String parameters : List.of("", "number=0; total=2", "number=3; total=2", "number=1; total=x")) {
            assertEquals("550 5.6.1", send(part(parameters, "x\r\n")), parameters);
        }
        assertTrue(sets.known.isEmpty());
        channel("partialmessages defragment logonly PartialMessage");
        assertEquals("250", send(part("number=0", "x\r\n")));
        assertTrue(gate.stored.getLast().message().marks().contains("would-refuse:PartialMessage"));
    }

    @Test
    void c29AWholeThatIsAPartAgainIsRefused() {
        assertEquals("250", send(part("number=1; total=2", "Content-Type: message/partial; id=y; number=1; total=2\r\n\r\nX")));
        assertEquals("550 5.6.1", send(SECOND));
        assertTrue(sets.only().refusal.isPresent());
    }

    @Test
    void c29AHeaderSectionThatGrowsTooLargeInPiecesIsRefused() {
        assertEquals("250", send(part("number=1; total=2", "X-Long: " + "x".repeat(200_000))));
        assertEquals("552 5.3.4", send(part("number=2; total=2", "y".repeat(70_000) + "\r\n\r\nbody\r\n")));
        assertTrue(sets.only().refusal.isPresent());
    }

    @Test
    void c29WhoseMailIsHeldForAnotherReasonHasTheWholeHeldByThat() {
        assertEquals("250", send(FROM, "frank@example.com", FIRST));
        assertEquals(Optional.of("Defragmentation"), heldBy());
        assertEquals("250", send(FROM, "frank@example.com", SECOND));
        assertEquals(Optional.of("AccountLookup"), heldBy());
        channel("partialmessages defragment holdlimit 1");
        for (String rule : List.of("Defragmentation", "HoldLimit")) {
            TestGate.Session session = gate.session("smtp");
            session.mail(FROM);
            session.rcpt(ALICE);
            session.rcpt("bob@example.com");
            assertEquals("250", session.message(rule.equals("HoldLimit") ? SECOND : FIRST));
            assertEquals(Optional.of(rule), heldBy());
        }
    }

    @Test
    void c29WhoCannotBeAskedAboutPartsPutsThemOff() {
        sets.away = true;
        assertEquals("451 4.3.0", send(FIRST));
        assertEquals("Defragmentation: part 1 of 2 of x@remote.example: away", gate.traced.getLast().reason());
        sets.away = false;
        assertEquals("250", send(FIRST));
        sets.unreadable = true;
        assertEquals("451 4.3.0", send(SECOND));
        assertEquals("Defragmentation: part 2 of 2 of x@remote.example: unreadable", gate.traced.getLast().reason());
        sets.unreadable = false;
        assertEquals("250", send(SECOND));
    }

    @Test
    void c29ARefusalThatCannotBeWrittenIsNotSaid() {
        assertEquals("250", send(part("number=1; total=2", "Content-Type: message/partial; id=y; number=1; total=2\r\n\r\nX")));
        sets.readOnly = true;
        assertEquals("451 4.3.0", send(SECOND));
        sets.readOnly = false;
        sets.changed = true;
        assertEquals("451 4.3.0", send(SECOND));
        sets.changed = false;
        assertEquals("550 5.6.1", send(SECOND));
        assertFalse(sets.only().refusal.isEmpty());
    }

    @Test
    void c29NothingIsKeptWhereNobodyKeepsParts() {
        TestGate alone = new TestGate();
        alone.channel("tcp_local", "smtp://127.0.0.1:2526", "partialmessages defragment");
        alone.session("smtp").send(FROM, ALICE, FIRST);
        alone.session("smtp").send(FROM, ALICE, FIRST.replace("total=2", "total=1"));
        assertTrue(alone.entry().recipients().getFirst().state() instanceof RecipientState.Held);
        assertTrue(alone.stored.getLast().entries().getFirst().recipients().getFirst().isWaiting());
    }

    /** The sets of the gate's messages, as the database would have them. */
    private static final class InMemory implements PartialSets {

        private record Kept(KnownPart part, byte[] octets) {
        }

        private static final class Known {
            private OptionalInt total = OptionalInt.empty();
            private final Map<Integer, Kept> parts = new TreeMap<>();
            private Optional<QueueId> whole = Optional.empty();
            private Optional<Reply> refusal = Optional.empty();
        }

        private final Map<String, Known> known = new HashMap<>();
        private final Map<QueueId, byte[]> wholes = new HashMap<>();
        private boolean away;
        private boolean unreadable;
        private boolean readOnly;
        private boolean changed;

        Known only() {
            assertEquals(1, known.size());
            return known.values().iterator().next();
        }

        Known only(NewMessage of) {
            return known.computeIfAbsent(of.parts().orElseThrow().part().set(), none -> new Known());
        }

        String read(NewMessage message) {
            try (InputStream in = message.content().open()) {
                return new String(in.readAllBytes(), ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Standing now(ArrivedPart part) {
            Known set = known.get(part.set());
            if (set == null) {
                return PartSet.unknown(new PartSet.Waiting(known.size(), 0, 0)).standing(part, PartLimits.DEFAULT);
            }
            TreeMap<Integer, KnownPart> parts = new TreeMap<>();
            set.parts.forEach((number, kept) -> parts.put(number, kept.part()));
            Optional<PartSet.End> end = set.whole.<PartSet.End>map(PartSet.End.WentOn::new).or(() -> set.refusal.map(PartSet.End.Refused::new));
            return new PartSet(true, set.total, parts, end, new PartSet.Waiting(known.size(), 0, 0)).standing(part, PartLimits.DEFAULT);
        }

        @Override
        public Match<Standing> standing(ArrivedPart part) {
            return away ? new Match.Unavailable<>("away") : new Match.Found<>(now(part));
        }

        @Override
        public InputStream open(KnownPart part) throws IOException {
            if (unreadable) {
                throw new IOException("unreadable");
            }
            return new ByteArrayInputStream(known.values().stream().flatMap(set -> set.parts.values().stream()).filter(kept -> kept.part().equals(part)).findFirst().orElseThrow().octets());
        }

        @Override
        public boolean refused(ArrivedPart part, Standing.Completes of, Reply reply) {
            if (readOnly) {
                throw new IllegalStateException("read only");
            }
            if (changed || !now(part).equals(of)) {
                return false;
            }
            Known set = known.computeIfAbsent(part.set(), none -> new Known());
            set.parts.clear();
            set.refusal = Optional.of(reply);
            return true;
        }

        Receipt store(NewMessage message) {
            if (message.parts().isEmpty()) {
                return new Receipt.Accepted("id");
            }
            ArrivedPart part = message.parts().get().part();
            Standing now = now(part);
            Known set = known.computeIfAbsent(part.set(), none -> new Known());
            switch (message.parts().get()) {
                case PartsChange.Joins joins when now instanceof Standing.Waits -> {
                    set.parts.put(part.fields().number(), new Kept(new KnownPart(message.message().id(), part.bodyAt(), part.octets(), part.digest()), read(message).getBytes(ISO_8859_1)));
                    set.total = part.fields().total().isPresent() ? part.fields().total() : set.total;
                }
                case PartsChange.Makes makes when now.equals(makes.of()) -> {
                    // Read before the parts are gone, as the database does.
                    byte[] whole = read(message).getBytes(ISO_8859_1);
                    wholes.put(message.message().id(), whole);
                    set.parts.clear();
                    set.whole = Optional.of(message.message().id());
                }
                case PartsChange.Joins other -> {
                    return new Receipt.Refused(Replies.COULD_NOT_STORE);
                }
                case PartsChange.Makes other -> {
                    return new Receipt.Refused(Replies.COULD_NOT_STORE);
                }
            }
            return new Receipt.Accepted(message.message().id().toString());
        }
    }
}
