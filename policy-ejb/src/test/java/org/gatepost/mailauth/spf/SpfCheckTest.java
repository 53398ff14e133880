package org.gatepost.mailauth.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.dns.FakeDns;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.SideBySide;
import org.junit.jupiter.api.Test;

/** What the suites cannot say: time, our own records, steps, the field. */
class SpfCheckTest {

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.9");

    private final FakeDns dns = new FakeDns();

    @Test
    void s03ACheckThatTakesTooLongIsATemporaryError() {
        dns.text("example.com", "v=spf1 a:one.example.com a:two.example.com -all").address("one.example.com", "192.0.2.1").address("two.example.com", "192.0.2.2");
        assertEquals(SpfResult.FAIL, check(ticking(Duration.ofSeconds(2)), SpfLimits.DEFAULT).result());
        SpfVerdict late = check(ticking(Duration.ofSeconds(5)), SpfLimits.DEFAULT);
        assertEquals(SpfResult.TEMPERROR, late.result());
        assertEquals(Optional.of("not done within 20000 ms"), late.problem());
    }

    @Test
    void s03EveryLimitCanBeSet() {
        dns.text("example.com", "v=spf1 a:one.example.com mx:example.org ?all").address("one.example.com", "192.0.2.1").mx("example.org", 1, "one.example.com")
                .mx("example.org", 2, "one.example.com");
        assertEquals(SpfResult.NEUTRAL, check(CLOCK, new SpfLimits(2, 0, 2, 1, Duration.ofSeconds(1))).result());
        assertEquals(SpfResult.PERMERROR, check(CLOCK, new SpfLimits(1, 0, 2, 1, Duration.ofSeconds(1))).result());
        assertEquals(SpfResult.PERMERROR, check(CLOCK, new SpfLimits(2, 0, 1, 1, Duration.ofSeconds(1))).result());
    }

    @Test
    void s03AnExplanationThatDoesNotComeChangesNothing() {
        dns.text("example.com", "v=spf1 exp=why.example.com -all").text("why.example.com", "go away");
        List<Duration> deadlines = new ArrayList<>();
        SideBySide secondIsLate = new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> questions) {
                Question<T> only = questions.getFirst();
                deadlines.add(only.deadline());
                return List.of(deadlines.size() == 1 ? only.ask().get() : only.late().apply("late"));
            }
        };
        SpfVerdict verdict = new SpfCheck(dns, secondIsLate, SpfLimits.DEFAULT, "mx.example", CLOCK, CLOCK)
                .verdict(SpfQuestion.mailFrom(CLIENT, "a@example.com", "h.example"), LocalRecords.NONE);
        assertEquals(SpfResult.FAIL, verdict.result());
        assertEquals(Optional.empty(), verdict.explanation());
        assertEquals(List.of(SpfLimits.DEFAULT.time(), SpfCheck.EXPLANATION_MAX), deadlines);
    }

    /** A clock that goes on by this much whenever it is looked at. */
    private static InstantSource ticking(Duration step) {
        Instant[] now = {Instant.EPOCH};
        return () -> now[0] = now[0].plus(step);
    }

    private SpfVerdict check(InstantSource steady, SpfLimits limits) {
        return new SpfCheck(dns, new InTurn(), limits, "mx.example", CLOCK, steady).verdict(SpfQuestion.mailFrom(CLIENT, "a@example.com", "h.example"), LocalRecords.NONE);
    }

    private SpfVerdict check(String sender, LocalRecords local) {
        return new SpfCheck(dns, new InTurn(), SpfLimits.DEFAULT, "mx.example", CLOCK, CLOCK).verdict(SpfQuestion.mailFrom(CLIENT, sender, "h.example"), local);
    }

    @Test
    void s04OurOwnRecordStandsForAPublishedOne() {
        dns.text("example.com", "v=spf1 -all");
        assertEquals(SpfResult.PASS, check("a@Example.com", new LocalRecords(Map.of("example.COM", "v=spf1 ip4:192.0.2.9 -all"))).result());
    }

    @Test
    void s04RedirectInOurOwnRecordGoesToDns() {
        dns.text("example.com", "v=spf1 ip4:192.0.2.9 -all").text("example.org", "v=spf1 include:example.com -all");
        LocalRecords local = new LocalRecords(Map.of("example.com", "v=spf1 ip4:192.0.2.1 redirect=example.com"));
        assertEquals(SpfResult.PASS, check("a@example.com", local).result());
        // Included by a published one, ours is looked at; and what it redirects to is DNS's again.
        assertEquals(SpfResult.PASS, check("a@example.org", local).result());
        assertEquals(SpfResult.FAIL, check("a@example.org", new LocalRecords(Map.of("example.com", "v=spf1 -all"))).result());
    }

    @Test
    void s04OurOwnRecordThatCannotBeUnderstoodIsToldBeforeItHolds() {
        assertEquals("the record of example.com: there is no mechanism ipv4: ipv4:192.0.2.1",
                assertThrows(IllegalArgumentException.class, () -> new LocalRecords(Map.of("example.com", "v=spf1 ipv4:192.0.2.1"))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LocalRecords(Map.of("example.com", "-all")));
    }

    @Test
    void knowsADomainUnderWhichNobodySends() {
        dns.text("never.example", "v=spf1 -all").text("seldom.example", "v=spf1 ip4:192.0.2.1 -all").text("soft.example", "v=spf1 ~all");
        assertTrue(check("a@never.example", LocalRecords.NONE).refusesAll());
        assertFalse(check("a@seldom.example", LocalRecords.NONE).refusesAll());
        assertFalse(check("a@soft.example", LocalRecords.NONE).refusesAll());
    }

    @Test
    void tellsItsSteps() {
        dns.text("example.com", "v=spf1 include:_spf.example.com ~all").text("_spf.example.com", "v=spf1 ip4:192.0.2.1 -all");
        assertEquals(List.of(new SpfStep(0, "example.com", "record", "v=spf1 include:_spf.example.com ~all"),
                new SpfStep(1, "_spf.example.com", "record", "v=spf1 ip4:192.0.2.1 -all"), new SpfStep(1, "_spf.example.com", "ip4:192.0.2.1", "does not fit"),
                new SpfStep(1, "_spf.example.com", "-all", "fail"), new SpfStep(0, "example.com", "include:_spf.example.com", "does not fit"),
                new SpfStep(0, "example.com", "~all", "softfail")), check("a@example.com", LocalRecords.NONE).steps());
    }

    @Test
    void aSessionKeepsNoMoreOfADomainsWordsThanItNeeds() {
        dns.text("example.com", "v=spf1 exp=why.example.com -exists:" + "a.".repeat(400) + "example.com -all").text("why.example.com", "x".repeat(SpfVerdict.KEPT_MAX + 1));
        SpfVerdict whole = check("a@example.com", LocalRecords.NONE);
        assertEquals(SpfVerdict.KEPT_MAX + 1, whole.explanation().orElseThrow().length());
        assertEquals(SpfVerdict.KEPT_MAX, whole.brief().explanation().orElseThrow().length());
        assertEquals(List.of(), whole.brief().steps());
        assertEquals(whole.result(), whole.brief().result());
    }

    @Test
    void s01TheNameInHeloIsAskedAboutAsItsPostmaster() {
        dns.text("h.example", "v=spf1 exists:%{l}.%{o}.list.example -all").address("postmaster.h.example.list.example", "127.0.0.2");
        SpfVerdict verdict = new SpfCheck(dns, new InTurn(), SpfLimits.DEFAULT, "mx.example", CLOCK, CLOCK).verdict(SpfQuestion.hello(CLIENT, "h.example"), LocalRecords.NONE);
        assertEquals(SpfResult.PASS, verdict.result());
        assertEquals("pass helo h.example (exists:%{l}.%{o}.list.example)", verdict.toString());
    }

    @Test
    void s05TheFieldSaysWhatWasFoundOut() {
        dns.text("example.com", "v=spf1 ~all");
        assertEquals("Received-SPF: softfail (mx.example: example.com rather does not permit 192.0.2.9)\r\n\tclient-ip=192.0.2.9;\r\n\tenvelope-from=\"a@example.com\";"
                + "\r\n\thelo=h.example;\r\n\treceiver=mx.example;\r\n\tidentity=mailfrom;\r\n\tmechanism=~all\r\n",
                ReceivedSpf.field(check("a@example.com", LocalRecords.NONE), "mx.example"));
    }

    @Test
    void s05NothingAClientSaysBreaksTheField() {
        SpfQuestion question = SpfQuestion.mailFrom(IpAddress.parse("2001:db8::1"), "a\"b\\c)(\r\nX: y@example.com", "h\u0000(x)\r\nY: z" + "x".repeat(1_000));
        String field = ReceivedSpf.field(SpfVerdict.notNow(question, "late"), "mx.example");
        assertTrue(field.startsWith("Received-SPF: temperror (mx.example: example.com could not be asked)\r\n\tclient-ip=\"2001:db8::1\";\r\n"
                + "\tenvelope-from=\"a\\\"b\\\\c)(??X: y@example.com\";\r\n\thelo=\"h?(x)??Y: zx"), field);
        assertTrue(field.lines().allMatch(line -> line.length() < 400), field);
        assertTrue(field.lines().skip(1).allMatch(line -> line.startsWith("\t")), field);
    }
}
