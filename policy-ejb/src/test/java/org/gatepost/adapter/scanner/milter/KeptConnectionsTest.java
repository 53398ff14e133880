package org.gatepost.adapter.scanner.milter;

import static org.gatepost.adapter.scanner.milter.MilterScannerTest.ALL;
import static org.gatepost.adapter.scanner.milter.MilterScannerTest.LEADING_SPACE;
import static org.gatepost.adapter.scanner.milter.MilterScannerTest.MESSAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerOptions;
import org.junit.jupiter.api.Test;

/** Connections to a filter that are used again for the next message: F18. */
class KeptConnectionsTest {

    private static final int NO_UNKNOWN = 0x100;
    private static final int NO_DATA = 0x200;
    private static final int SILENT_AT_FIELDS = 0x80;
    private static final int SKIP = 0x400;
    private static final int STEPS = NO_UNKNOWN | NO_DATA;

    private final List<ScriptedFilter> opened = new ArrayList<>();
    private final Deque<ScriptedFilter> next = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;

    @Test
    void f18TheNextMessageComesOnTheSameConnectionWithoutAnotherNegotiation() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        ScriptedFilter filter = opened.getFirst();
        assertEquals(List.of("U |", "K "), filter.heard.subList(filter.heard.size() - 2, filter.heard.size()));
        List<String> first = List.copyOf(filter.heard.subList(1, filter.heard.size()));
        filter.heard.clear();
        passes(KeptConnections.REST_MIN);
        assertClean(scanner);
        assertEquals(first, filter.heard, "the same dialogue, and no negotiation");
        assertEquals(1, opened.size());
        assertEquals(List.of(Duration.ofSeconds(1)), filter.deadlines, "each message has a deadline of its own");
        assertFalse(filter.closed);
    }

    @Test
    void f18AnAnswerIsItsOwnMessagesWhateverTheFilterSaidOfTheOneBefore() {
        for (char code : "CHMRLNBE".toCharArray()) {
            opened.clear();
            next.add(filter(STEPS).says(code, Packet.of('r')));
            MilterScanner scanner = scanner("");
            assertInstanceOf(ScanWish.Refuse.class, ask(scanner).wishes().getFirst());
            opened.getFirst().says(code, Packet.of('c'));
            passes(KeptConnections.REST_MIN);
            assertEquals(List.of(), ask(scanner).wishes(), "after a refusal at " + code);
            assertEquals(1, opened.size());
            assertEquals(code == 'R', opened.getFirst().heard.contains("A "), "what is broken off at a recipient the filter has still open");
        }
    }

    @Test
    void onlyAFilterThatCanIsAskedAgainOnItsConnection() {
        byte[] macros = ByteBuffer.allocate(12 + 4 + 2).putInt(6).putInt(ALL).putInt(STEPS).putInt(2).put("i\0".getBytes(StandardCharsets.US_ASCII)).array();
        for (ScriptedFilter each : List.of(new ScriptedFilter(4, ALL, STEPS), new ScriptedFilter(2, ALL, STEPS), filter(NO_DATA), filter(STEPS | LEADING_SPACE), filter(STEPS | SKIP),
                filter(STEPS | SILENT_AT_FIELDS), filter(STEPS | 0x20000), filter(STEPS).says('O', new Packet('O', macros)))) {
            opened.clear();
            next.add(each);
            MilterScanner scanner = scanner("");
            assertClean(scanner);
            passes(KeptConnections.REST_MIN);
            assertClean(scanner);
            assertEquals("Q ", each.heard.getLast());
            assertTrue(each.closed);
            assertEquals(2, opened.size());
        }
    }

    @Test
    void whatAFilterSaysBetweenTwoMessagesIsNoAnswerToTheNext() {
        for (Packet[] says : new Packet[][] {{}, {Packet.of('c'), Packet.of('c')}, {Packet.of('r')}, {new Packet('c', new byte[1])}, {Packet.of('c'), Packet.of('a')}}) {
            opened.clear();
            next.add(filter(STEPS).says('U', says));
            MilterScanner scanner = scanner("");
            assertClean(scanner);
            passes(KeptConnections.REST_MIN);
            assertClean(scanner);
            assertEquals(2, opened.size(), List.of(says).toString());
            assertTrue(opened.getFirst().closed);
        }
    }

    @Test
    void oneThatHasNotRestedIsLeftToRest() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        passes(KeptConnections.REST_MIN.minusNanos(1));
        assertClean(scanner);
        assertEquals(2, opened.size());
        assertFalse(opened.getFirst().closed);
        passes(Duration.ofNanos(1));
        assertClean(scanner);
        assertEquals(2, opened.size());
    }

    @Test
    void f18AFilterThatHasLeftMeanwhileIsAskedOnANewConnection() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        passes(KeptConnections.REST_MIN);
        opened.getFirst().leave();
        assertClean(scanner);
        assertEquals(2, opened.size());
        assertTrue(opened.getFirst().closed);
        passes(KeptConnections.REST_MIN);
        opened.get(1).says('C');
        assertClean(scanner);
        assertEquals(3, opened.size(), "it closed with the message half said and nothing answered");
        assertTrue(opened.get(1).closed);
    }

    @Test
    void f18OneThatLeftWithSomethingSaidHasFailed() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        passes(KeptConnections.REST_MIN);
        opened.getFirst().says('E');
        assertInstanceOf(ScanVerdict.Unavailable.class, ask(scanner).verdict());
        assertEquals(1, opened.size());
        assertTrue(opened.getFirst().closed);
    }

    @Test
    void afterAnErrorNonsenseOrADeadlineNothingIsKept() {
        ScriptedFilter late = filter(STEPS);
        late.silent = true;
        for (ScriptedFilter each : List.of(filter(STEPS).says('E', Packet.of('z')), filter(STEPS).says('M', Packet.of('f')), filter(STEPS).says('E'), late.says('E'), filter(STEPS).says('O', Packet.of('c')))) {
            opened.clear();
            next.add(each);
            MilterScanner scanner = scanner("");
            assertInstanceOf(ScanVerdict.Unavailable.class, ask(scanner).verdict());
            assertTrue(each.closed);
            passes(KeptConnections.REST_MIN);
            assertClean(scanner);
            assertEquals(2, opened.size());
        }
    }

    @Test
    void aDeadlineOnAKeptConnectionIsAFailureAndNotTriedAgain() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        passes(KeptConnections.REST_MIN);
        opened.getFirst().says('C');
        opened.getFirst().silent = true;
        assertEquals(new ScanVerdict.Unavailable("no answer in time"), ask(scanner).verdict());
        assertEquals(1, opened.size());
        assertTrue(opened.getFirst().closed);
    }

    @Test
    void aMessageThatCannotBePutIsNotTriedAgainAndTheNextHasANewConnection() {
        MilterScanner scanner = scanner("");
        assertClean(scanner);
        passes(KeptConnections.REST_MIN);
        assertInstanceOf(ScanVerdict.Unscannable.class, scanner.scan(MilterScannerTest.question("X: " + "a".repeat(Packets.DATA_OCTETS_MAX) + "\r\n\r\n")).verdict());
        assertTrue(opened.getFirst().closed);
        assertClean(scanner);
        assertEquals(2, opened.size());
    }

    @Test
    void limitsHoldOneOver() {
        MilterScanner two = scanner("connections_kept=2");
        for (int i = 0; i < 3; i++) {
            assertClean(two);
        }
        assertEquals(List.of(false, false, true), opened.stream().map(filter -> filter.closed).toList());
        opened.clear();
        MilterScanner none = scanner("connections_kept=0");
        assertClean(none);
        passes(KeptConnections.REST_MIN);
        assertClean(none);
        assertEquals(List.of("Q ", "Q "), opened.stream().map(filter -> filter.heard.getLast()).toList());
        for (String options : List.of("connections_kept=-1", "connections_kept=" + (Keeping.MAX_MAX + 1), "kept_seconds=0", "kept_seconds=" + (Keeping.SECONDS_MAX + 1))) {
            assertThrows(IllegalArgumentException.class, () -> scanner(options), options);
        }
        assertEquals(new Keeping(Keeping.MAX_DEFAULT, Duration.ofSeconds(Keeping.SECONDS_DEFAULT)), Keeping.of(ScannerOptions.NONE));
        assertEquals(new Keeping(Keeping.MAX_MAX, Duration.ofSeconds(Keeping.SECONDS_MAX)), Keeping.of(ScannerOptions.parse("connections_kept=100\nkept_seconds=3600")));
    }

    @Test
    void oneThatRestsForTooLongIsClosed() {
        MilterScanner scanner = scanner("kept_seconds=10");
        assertClean(scanner);
        passes(Duration.ofSeconds(10).minusNanos(1));
        assertClean(scanner);
        assertEquals(1, opened.size());
        passes(Duration.ofSeconds(10));
        assertClean(scanner);
        assertEquals(2, opened.size());
        assertTrue(opened.getFirst().closed);
    }

    @Test
    void noneIsUsedForEver() {
        MilterScanner scanner = scanner("");
        Duration pace = Duration.ofSeconds(20);
        for (Duration age = Duration.ZERO; age.compareTo(KeptConnections.AGE_MAX) <= 0; age = age.plus(pace)) {
            assertEquals(age.isZero() ? 0 : 1, opened.size());
            assertClean(scanner);
            passes(pace);
        }
        assertTrue(opened.getFirst().closed);
        assertEquals("Q ", opened.getFirst().heard.getLast());
        assertClean(scanner);
        assertEquals(2, opened.size());
    }

    /** Nobody asks the filter any more, as where policy has dropped it. */
    @Test
    void whatRestsIsClosedThoughNobodyAsksAnyMore() throws IOException {
        KeptConnections connections = new KeptConnections(new Keeping(4, Duration.ofSeconds(10)), () -> now);
        ScriptedFilter filter = filter(STEPS);
        connections.keep(new KeptConnections.Lent(Connection.begin(filter, ALL), now));
        passes(Duration.ofSeconds(10).minusNanos(1));
        connections.closeOld();
        assertFalse(filter.closed);
        passes(Duration.ofNanos(1));
        connections.closeOld();
        assertTrue(filter.closed);
    }

    private MilterScanner scanner(String options) {
        return new MilterScanner("m", this::open, "mx.example.org", ScannerOptions.parse(options), () -> now);
    }

    private MilterLink open(Duration deadline) {
        ScriptedFilter filter = next.isEmpty() ? filter(STEPS) : next.removeFirst();
        opened.add(filter);
        return filter;
    }

    private static ScriptedFilter filter(int steps) {
        return new ScriptedFilter(ALL, steps);
    }

    private static void assertClean(MilterScanner scanner) {
        assertEquals(new ScanVerdict.Clean(), ask(scanner).verdict());
    }

    private static ScanAnswer ask(MilterScanner scanner) {
        return scanner.scan(MilterScannerTest.question(MESSAGE));
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }
}
