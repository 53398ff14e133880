package org.gatepost.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.Mappings;
import org.gatepost.stage.Match;
import org.gatepost.trace.Alarms;

class ThrottleTablesTest {

    private static final ThrottleTable HOURLY = throttle("hourly", new Quota(1250, Duration.ofHours(1), false), true);
    private static final ThrottleTable STRICT = throttle("strict", new Quota(10, Duration.ofSeconds(100), true), true);
    private static final ThrottleTable MILD = throttle("mild", new Quota(10, Duration.ofSeconds(100), false), true);
    private static final ThrottleTable CLOSED = throttle("closed", new Quota(1, Duration.ofSeconds(100), false), false);
    private static final ThrottleTable NETS = new ThrottleTable("nets", MILD.kind(), ThrottleTable.KeyForm.NETWORK, 100, true);
    private static final ThrottleTable VALUES = new ThrottleTable("values", new ThrottleTable.Kind.Simple(), ThrottleTable.KeyForm.WITHOUT_CASE, 3, true);
    private static final ThrottleTable GREY = new ThrottleTable("grey", new ThrottleTable.Kind.Greylisting(Greylisted.Times.DEFAULT), ThrottleTable.KeyForm.WITHOUT_CASE, 100, true);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final List<String> alarms = new ArrayList<>();
    private final Lookups lookups = tables(new MemoryLedger(clock));

    private static ThrottleTable throttle(String name, Quota quota, boolean failsOpen) {
        return new ThrottleTable(name, new ThrottleTable.Kind.Throttle(quota), ThrottleTable.KeyForm.AS_WRITTEN, 100, failsOpen);
    }

    private Lookups tables(ThrottleLedger ledger) {
        Alarms heard = new Alarms() {
            @Override
            public void raise(String key, String text) {
                alarms.add(key + " " + text);
            }

            @Override
            public void clear(String key) {
                alarms.removeIf(alarm -> alarm.startsWith(key + " "));
            }
        };
        return new ThrottleTables(Stream.of(HOURLY, STRICT, MILD, CLOSED, NETS, VALUES, GREY).collect(Collectors.toMap(ThrottleTable::name, table -> table)),
                new Throttling(ledger, heard, clock)).in(Lookups.NONE);
    }

    private LookupAnswer ask(String routine, String argument) {
        return lookups.call("/opt/lib/check_metermaid.so", routine, argument);
    }

    /** Whether a routine succeeds. */
    private boolean says(String routine, String argument) {
        return switch (ask(routine, argument)) {
            case LookupAnswer.Success success -> true;
            case LookupAnswer.Failure failure -> false;
            case LookupAnswer.Unavailable unavailable -> throw new AssertionError(unavailable);
        };
    }

    /** How many of so many attempts are within the quota. */
    private long within(String table, int attempts) {
        return IntStream.range(0, attempts).filter(i -> !says("throttle", table + ",192.0.2.1")).count();
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void t01OverTheQuotaTheRestOfTheEntryIsThePunishment() {
        Mappings mappings = new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read("PORT_ACCESS\n  *|*|*|*|*  $C$:A$[/opt/lib/check_metermaid.so,throttle,mild,$3]$N421$ slow$ down$E\n"
                + "  *  $YEXTERNAL\n")).tables(), lookups, new Random(1));
        String probe = "TCP|192.0.2.1|25|198.51.100.1|4711";
        for (int i = 0; i < 10; i++) {
            assertEquals(new MappingAnswer.Mapped("EXTERNAL", Flags.of("Y")), mappings.ask("PORT_ACCESS", probe, Flags.of("A")));
        }
        assertEquals(new MappingAnswer.Mapped("421 slow down", Flags.of("N")), mappings.ask("PORT_ACCESS", probe, Flags.of("A")));
        assertEquals(new MappingAnswer.Mapped("EXTERNAL", Flags.of("Y")), mappings.ask("PORT_ACCESS", probe, Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("EXTERNAL", Flags.of("Y")), mappings.ask("PORT_ACCESS", probe.replace("100.1", "100.2"), Flags.of("A")));
    }

    @Test
    void t01AQuestionWhetherAQuotaIsUsedUpIsNoAttempt() {
        for (int i = 0; i < 20; i++) {
            assertTrue(!says("query", "strict,192.0.2.1"));
        }
        assertEquals(10, within("strict", 10));
        assertTrue(says("query", "strict,192.0.2.1") && !says("query", "strict,192.0.2.2"));
        later(Duration.ofSeconds(10));
        assertEquals(1, within("strict", 1), "a penalty for questions");
    }

    @Test
    void t03APenalisedClientMustBeSilentBeforeItIsHeardAgain() {
        assertEquals(10, within("strict", 10));
        for (int second = 0; second < 1000; second++) {
            later(Duration.ofSeconds(1));
            assertEquals(0, within("strict", 1), "at second " + second);
        }
        later(Duration.ofSeconds(100));
        assertEquals(0, within("strict", 1));
        later(Duration.ofSeconds(200));
        assertEquals(10, within("strict", 20));
    }

    @Test
    void t03WithoutPenaltyAClientSettlesAtTheRateAllowed() {
        within("mild", 10);
        long passed = 0;
        for (int second = 0; second < 1000; second++) {
            later(Duration.ofSeconds(1));
            passed += within("mild", 1);
        }
        assertTrue(passed >= 99 && passed <= 101, passed + " of 1000");
    }

    @Test
    void t04HalfAPeriodLaterHalfTheQuotaIsThereAgain() {
        assertEquals(1250, within("hourly", 2000));
        assertEquals(0, within("hourly", 1));
        later(Duration.ofMinutes(30));
        assertEquals(625, within("hourly", 2000));
        later(Duration.ofHours(1));
        assertEquals(1250, within("hourly", 2000));
    }

    @Test
    void aClockThatIsBehindRefillsNothing() {
        assertEquals(10, within("mild", 20));
        later(Duration.ofSeconds(-50));
        assertEquals(0, within("mild", 5));
    }

    @Test
    void t05KeysAreFreeText() {
        assertEquals(10, IntStream.range(0, 20).filter(i -> !says("throttle", "mild,joe,x@example.com|bob")).count());
        assertTrue(!says("throttle", "mild,joe,x@example.com|carol"));
    }

    @Test
    void addressesOfOneNetworkCountTogether() {
        IntStream.range(0, 10).forEach(i -> says("throttle", "nets,192.0.2." + i));
        assertTrue(says("throttle", "nets,192.0.2.99") && !says("throttle", "nets,192.0.3.1"));
        IntStream.range(0, 10).forEach(i -> says("throttle", "nets,2001:db8::" + i));
        assertTrue(says("throttle", "nets,2001:db8:0:0:ffff::1") && !says("throttle", "nets,2001:db8:0:1::1"));
    }

    @Test
    void t06ValuesAreStoredAdjustedTestedFetchedAndRemoved() {
        assertTrue(!says("fetch", "values,a"));
        assertTrue(says("test", "values,a,=0"));
        assertTrue(says("adjust", "values,A,+3") && says("adjust", "values,a,-1"));
        assertEquals(LookupAnswer.found("2"), ask("fetch", "values,a"));
        assertTrue(says("test", "values,a,>=2") && says("test", "values,a,<=2") && says("test", "values,a,<3") && says("test", "values,a,>1") && !says("test", "values,a,=3"));
        assertTrue(!says("adjust_and_test", "values,a,+1,>3") && says("adjust_and_test", "values,a,+1,>3"));
        assertTrue(says("store", "values,a,text") && ask("fetch", "values,a").equals(LookupAnswer.found("text")));
        assertTrue(says("remove", "values,a") && !says("fetch", "values,a"));
    }

    @Test
    void t07WhoComesAgainInTimeIsKnown() {
        String triplet = "grey,192.0.2.0/24 a@b bob@example.com";
        assertTrue(says("greylisting", triplet));
        later(Duration.ofSeconds(299));
        assertTrue(says("greylisting", triplet));
        later(Duration.ofSeconds(1));
        assertTrue(!says("greylisting", triplet));
        later(Duration.ofDays(36));
        assertTrue(!says("greylisting", triplet));
        later(Duration.ofDays(36).plusSeconds(1));
        assertTrue(says("greylisting", triplet));
        later(Duration.ofHours(4).plusSeconds(1));
        assertTrue(says("greylisting", triplet), "too late: a first time again");
    }

    @Test
    void t08ALedgerThatDoesNotAnswerObjectsToNobodyUnlessToldOtherwise() {
        Lookups down = tables(new ThrottleLedger() {
            @Override
            public Match<Changed> change(ThrottleTable table, String key, Function<Optional<LedgerEntry>, Optional<LedgerEntry>> change) {
                return new Match.Unavailable<>("no member");
            }
        });
        assertInstanceOf(LookupAnswer.Failure.class, down.call(ThrottleTables.LIBRARY, "throttle", "mild,x"));
        assertInstanceOf(LookupAnswer.Unavailable.class, down.call(ThrottleTables.LIBRARY, "throttle", "closed,x"));
        assertEquals(List.of("throttle:mild throttle table mild does not answer: no member", "throttle:closed throttle table closed does not answer: no member"), alarms);
        says("throttle", "mild,x");
        assertEquals(1, alarms.size());
    }

    @Test
    void aQuestionThatMakesNoSenseIsUndecided() {
        for (String[] question : new String[][] {{"throttle", "nosuch,x"}, {"throttle", "mild"}, {"throttle", "values,x"}, {"fetch", "mild,x"}, {"greylisting", "mild,x"}, {"test", "values,x,~3"},
            {"adjust", "values,x,more"}, {"adjust_and_test", "values,x,1,?"}, {"store", "values,x"}, {"store", "values,x," + "v".repeat(ThrottleTables.VALUE_MAX + 1)}}) {
            assertInstanceOf(LookupAnswer.Unavailable.class, ask(question[0], question[1]), question[1]);
        }
        assertInstanceOf(LookupAnswer.Success.class, ask("store", "values,x," + "v".repeat(ThrottleTables.VALUE_MAX)));
    }

    @Test
    void aFullTableForgetsWhatWasTouchedLongestAgo() {
        for (String key : List.of("a", "b", "c")) {
            says("store", "values," + key + ",1");
        }
        says("fetch", "values,a");
        says("store", "values,d,1");
        assertTrue(says("fetch", "values,a") && !says("fetch", "values,b") && says("fetch", "values,c") && says("fetch", "values,d"));
    }

    @Test
    void whatCanBeAskedIsSaid() {
        assertEquals(lookups.answers(), ThrottleTables.answers());
    }

    @Test
    void keysAreCutAtTheirLimit() {
        String longest = "k".repeat(ThrottleTable.KEY_MAX);
        IntStream.range(0, 10).forEach(i -> says("throttle", "mild," + longest));
        assertTrue(says("throttle", "mild," + longest + "more"));
        assertTrue(!says("throttle", "mild," + longest.substring(1)));
    }

    @Test
    void quotasAndTablesHaveTheirBounds() {
        assertThrows(IllegalArgumentException.class, () -> new Quota(0, Duration.ofHours(1), false));
        assertThrows(IllegalArgumentException.class, () -> new Quota(1, Quota.PERIOD_MAX.plusMillis(1), false));
        assertThrows(IllegalArgumentException.class, () -> new Quota(1, Duration.ofMillis(999), false));
        assertThrows(IllegalArgumentException.class, () -> new ThrottleTable("t", MILD.kind(), ThrottleTable.KeyForm.AS_WRITTEN, ThrottleTable.ENTRIES_MAX + 1, true));
        assertThrows(IllegalArgumentException.class, () -> new ThrottleTable("a,b", MILD.kind(), ThrottleTable.KeyForm.AS_WRITTEN, 1, true));
        assertThrows(IllegalArgumentException.class, () -> new Greylisted.Times(Duration.ofHours(5), Duration.ofHours(4), Duration.ofDays(36)));
    }
}
