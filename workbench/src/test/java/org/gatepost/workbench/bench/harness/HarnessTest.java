package org.gatepost.workbench.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class HarnessTest {

    private static final PostfixConfiguration POSTFIX = new PostfixConfiguration(Path.of("/srv/pf"), 2510, 2600, "lmtp", "");

    @Test
    void theSinksLastCompleteCountersCount() {
        assertEquals(12, SmtpSink.messages("sess=1 quit=0 mesg=9\rsess=1 quit=0 mesg=12\rsess=2 quit=0 mesg=1"));
    }

    @Test
    void aSinkThatSaidNothingHasNothing() {
        assertEquals(0, SmtpSink.messages(""));
    }

    @Test
    void countersWhoseBeginningIsCutOffAreNotRead() {
        assertEquals(7, SmtpSink.messages("mesg=6\rsess=10 quit=9 mesg=7\r"));
    }

    @Test
    void thePeerRelaysToTheSinkAndListensOnLoopbackAlone() {
        List<String> lines = POSTFIX.mainCf().lines().toList();
        assertTrue(lines.contains("transport_maps = inline:{example.com=lmtp:[127.0.0.1]:2600}"), POSTFIX.mainCf());
        assertTrue(lines.contains("inet_interfaces = 127.0.0.1"), POSTFIX.mainCf());
        assertTrue(lines.contains("queue_directory = /srv/pf/queue"), POSTFIX.mainCf());
    }

    @Test
    void everyServiceOfThePeerLeavesItsJailAndTheListenerMoves() {
        String master = POSTFIX.masterCf("# comment\nsmtp      inet  n       -       y       -       -       smtpd\n"
                + "#smtps    inet  n       -       y       -       -       smtpd\npickup    unix  n       -       y       60      1       pickup\n  -o x=y\n");
        assertEquals("# comment\n127.0.0.1:2510 inet n - n - - smtpd\n#smtps    inet  n       -       y       -       -       smtpd\n"
                + "pickup unix n - n 60 1 pickup\n  -o x=y\n", master);
    }

    @Test
    void theMachineIsReadFromItsOwnFiles() {
        assertEquals("Some CPU @ 2.5GHz", MachineDescription.cpuModel("processor\t: 0\nmodel name\t: Some CPU @ 2.5GHz\nprocessor\t: 1\nmodel name\t: Other\n"));
        assertEquals("23 GiB", MachineDescription.memory("MemTotal:       24604768 kB\nMemFree:        1 kB\n"));
    }

    @Test
    void resultsLieUnderTheGivenVarAndPortsMoveWithTheOffset() {
        BenchSettings settings = BenchSettings.from(Map.of("GATEPOST_VAR", "/tmp/v", "GATEPOST_BENCH_PORT_OFFSET", "1000"), Path.of("/repo"), "cp", 3);
        assertEquals(Path.of("/tmp/v/bench/work"), settings.work());
        assertEquals(3_510, settings.peerPort());
        assertEquals(3_600, settings.sinkPort());
    }

    @Test
    void thereAreBetweenOneAndTwentyRounds() {
        assertThrows(IllegalArgumentException.class, () -> BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 0));
        assertThrows(IllegalArgumentException.class, () -> BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 21));
        assertEquals(20, BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 20).rounds());
    }

    @Test
    void whatWasStartedIsStoppedTheLastFirstEvenIfOneFails() {
        BenchContext context = new BenchContext(BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 1), line -> { });
        List<String> stopped = new ArrayList<>();
        context.closing(() -> stopped.add("sink"));
        context.closing(() -> {
            stopped.add("server");
            throw new IllegalStateException("would not stop");
        });
        assertThrows(IllegalStateException.class, context::stopAll);
        assertEquals(List.of("server", "sink"), stopped);
    }

    @Test
    void whoIsToldToEndStartsNothingMore() {
        BenchContext context = new BenchContext(BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 1), line -> { });
        context.end();
        assertTrue(context.ended());
        assertThrows(BenchFailed.class, () -> context.closing(() -> { }));
    }

    @Test
    void whatTwoBenchmarksReportFromIsMeasuredOnce() throws Exception {
        BenchContext context = new BenchContext(BenchSettings.from(Map.of(), Path.of("/repo"), "cp", 1), line -> { });
        assertEquals("first", context.once(String.class, () -> "first"));
        assertEquals("first", context.once(String.class, () -> "second"));
    }

    @Test
    void aProgramThatIsNowhereIsNotInstalled() {
        assertTrue(Program.installed("sh"));
        assertFalse(Program.installed("no-such-program-of-this-name"));
    }
}
