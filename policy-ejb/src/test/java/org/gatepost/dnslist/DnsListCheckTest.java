package org.gatepost.dnslist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.dns.FakeDns;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.Test;

class DnsListCheckTest {

    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.7");

    private final FakeDns dns = new FakeDns();
    private final AlarmList alarms = new AlarmList();
    private Instant now = Instant.EPOCH;
    private final DnsListCheck check = new DnsListCheck(dns, new InTurn(), alarms, () -> now);

    private static DnsList list(String name, String codes) {
        return new DnsList(name, name + ".example", DnsList.Subject.ADDRESS, false, DnsList.listings(codes), Optional.empty(), false);
    }

    private static DnsList allow(String name) {
        return new DnsList(name, name + ".example", DnsList.Subject.ADDRESS, true, DnsList.listings("127.0.0.0/8 refuse"), Optional.empty(), false);
    }

    private ListVerdicts ask(DnsList... lists) {
        return check.ask(Arrays.asList(lists), CLIENT);
    }

    private ListAnswer answer(DnsList list) {
        return ask(list).verdicts().getFirst().answer();
    }

    @Test
    void d01AListingIsWhatAListAnswersAndSays() {
        dns.address("7.2.0.192.zen.example", "127.0.0.2").text("7.2.0.192.zen.example", "see zen.example");
        assertEquals(new ListAnswer.Listed(List.of(IpAddress.parse("127.0.0.2")), 0, true, "see zen.example"), answer(list("zen", "127.0.0.2 refuse")));
        assertEquals(new ListAnswer.NotListed(), check.ask(List.of(list("zen", "127.0.0.2 refuse")), IpAddress.parse("192.0.2.8")).verdicts().getFirst().answer());
    }

    @Test
    void d03OurTextGoesBeforeTheListsOwnAndNoneIsNoText() {
        dns.address("7.2.0.192.zen.example", "127.0.0.2");
        assertEquals("", assertInstanceOf(ListAnswer.Listed.class, answer(list("zen", "127.0.0.2 refuse"))).text());
        dns.text("7.2.0.192.zen.example", "see zen.example");
        DnsList ours = new DnsList("zen", "zen.example", DnsList.Subject.ADDRESS, false, DnsList.listings("127.0.0.2 refuse"), Optional.of("ask us"), false);
        assertEquals("ask us", assertInstanceOf(ListAnswer.Listed.class, answer(ours)).text());
    }

    @Test
    void d02CodesAndBitsHaveScores() {
        dns.address("7.2.0.192.zen.example", "127.0.0.4").address("7.2.0.192.zen.example", "127.0.0.10");
        ListAnswer.Listed listed = assertInstanceOf(ListAnswer.Listed.class, answer(list("zen", "127.0.0.4 score 3; 127.0.0.8/29 score 2\n&2 score 10; &1 refuse; 127.0.0.2 refuse")));
        assertEquals(15, listed.score());
        assertFalse(listed.refused());
        assertEquals(new ListAnswer.NotListed(), answer(list("zen", "127.0.0.2 refuse")));
        assertEquals(15, ask(list("zen", "127.0.0.4 score 3; &2 score 12"), list("other", "127.0.0.2 score 100")).score());
    }

    @Test
    void ipv6IsAskedNibbleByNibble() {
        dns.address("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.zen.example", "127.0.0.2");
        ListVerdicts verdicts = check.ask(List.of(list("zen", "127.0.0.2 refuse")), IpAddress.parse("2001:db8::1"));
        assertEquals(Optional.of("zen: 127.0.0.2"), verdicts.refusal().map(Object::toString));
    }

    @Test
    void aListOfDomainsIsAskedAboutDomains() {
        dns.address("bad.example.dbl.example", "127.0.1.2");
        DnsList domains = new DnsList("dbl", "dbl.example", DnsList.Subject.DOMAIN, false, DnsList.listings("127.0.1.0/24 refuse"), Optional.empty(), false);
        assertTrue(check.ask(List.of(domains), "bad.example").refusal().isPresent());
        assertEquals(ListVerdicts.NONE, ask(domains));
        assertEquals(ListVerdicts.NONE, check.ask(List.of(list("zen", "127.0.0.2 refuse")), "bad.example"));
    }

    @Test
    void whoIsOnAnAllowListIsWelcomeWhateverOthersSay() {
        dns.address("7.2.0.192.zen.example", "127.0.0.2").address("7.2.0.192.good.example", "127.0.5.1");
        ListVerdicts verdicts = ask(list("zen", "127.0.0.2 refuse; &2 score 5"), allow("good"));
        assertEquals(Optional.empty(), verdicts.refusal());
        assertEquals(0, verdicts.score());
        assertEquals(List.of("dnslist:zen", "dnslist-allowed:good"), verdicts.marks());
        assertTrue(ask(list("zen", "127.0.0.2 refuse"), allow("better")).refusal().isPresent());
    }

    @Test
    void aDomainThatIsAllowedOutweighsNoListOfClientsSinceAnybodyMayWriteIt() {
        dns.address("7.2.0.192.zen.example", "127.0.0.2").address("good.example.dwl.example", "127.0.0.2").address("good.example.dbl.example", "127.0.0.2");
        DnsList allowed = new DnsList("dwl", "dwl.example", DnsList.Subject.DOMAIN, true, DnsList.listings("127.0.0.0/8 refuse"), Optional.empty(), false);
        DnsList bad = new DnsList("dbl", "dbl.example", DnsList.Subject.DOMAIN, false, DnsList.listings("127.0.0.2 refuse; &2 score 7"), Optional.empty(), false);
        ListVerdicts ofDomain = check.ask(List.of(allowed, bad), "good.example");
        assertEquals(Optional.empty(), ofDomain.refusal());
        ListVerdicts both = ask(list("zen", "127.0.0.2 refuse; &2 score 5")).and(ofDomain);
        assertEquals(Optional.of("zen: 127.0.0.2"), both.refusal().map(Object::toString));
        assertEquals(5, both.score());
    }

    @Test
    void whatNoListMayAnswerSetsItAsideAndIsNeverAListing() {
        for (String code : List.of("127.0.0.1", "127.255.255.254", "127.255.255.1", "192.0.2.1", "0.0.0.0")) {
            dns.clear().address("7.2.0.192.zen.example", code).address("7.2.0.192.zen.example", "127.0.0.2");
            DnsList zen = list("zen", "127.0.0.0/8 refuse");
            assertInstanceOf(ListAnswer.SetAside.class, answer(zen), code);
            assertEquals(Map.of("dnslist:zen", "DNS list zen is not asked for 10 minutes: zen.example answers " + code + ", which is no listing"), alarms.standing());
            dns.clear();
            assertInstanceOf(ListAnswer.SetAside.class, answer(zen), "not asked again so soon");
            now = now.plus(ListHealth.BROKEN_FOR);
            assertEquals(new ListAnswer.NotListed(), answer(zen));
            assertEquals(Map.of(), alarms.standing());
        }
    }

    @Test
    void d04AListThatCannotBeAskedIsAThirdAnswer() {
        dns.failing("7.2.0.192.zen.example");
        DnsList zen = list("zen", "127.0.0.2 refuse");
        ListVerdicts verdicts = ask(zen);
        assertEquals(new ListAnswer.Unavailable("SERVFAIL"), verdicts.verdicts().getFirst().answer());
        assertEquals(List.of("dnslist-unavailable:zen"), verdicts.marks());
        assertEquals(Optional.empty(), verdicts.deferral());
        DnsList needed = new DnsList("zen", "zen.example", DnsList.Subject.ADDRESS, false, zen.listings(), Optional.empty(), true);
        assertTrue(ask(needed).deferral().isPresent());
    }

    @Test
    void afterFiveFailuresInARowItIsSetAsideForAMinuteUnlessMailIsToWait() {
        dns.failing("7.2.0.192.zen.example");
        DnsList zen = list("zen", "127.0.0.2 refuse");
        for (int i = 0; i < ListHealth.FAILURES_MAX; i++) {
            assertInstanceOf(ListAnswer.Unavailable.class, answer(zen));
        }
        assertEquals(Map.of("dnslist:zen", "DNS list zen does not answer: SERVFAIL"), alarms.standing());
        assertInstanceOf(ListAnswer.SetAside.class, answer(zen));
        now = now.plus(ListHealth.SILENT_FOR);
        dns.clear();
        assertEquals(new ListAnswer.NotListed(), answer(zen));
        assertEquals(Map.of(), alarms.standing());
        dns.failing("7.2.0.192.need.example");
        DnsList needed = new DnsList("need", "need.example", DnsList.Subject.ADDRESS, false, zen.listings(), Optional.empty(), true);
        for (int i = 0; i < 2 * ListHealth.FAILURES_MAX; i++) {
            assertInstanceOf(ListAnswer.Unavailable.class, answer(needed));
        }
    }

    @Test
    void allAreAskedAtOnceUnderOneDeadline() {
        SideBySide late = new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> questions) {
                assertEquals(2, questions.size());
                assertTrue(questions.stream().allMatch(question -> question.deadline().equals(Duration.ofSeconds(5))));
                return questions.stream().map(question -> question.late().apply("too late")).toList();
            }
        };
        ListVerdicts verdicts = new DnsListCheck(dns, late, alarms, () -> now).ask(List.of(list("one", "127.0.0.2 refuse"), list("two", "127.0.0.2 refuse")), CLIENT);
        assertEquals(List.of("one: unavailable, too late", "two: unavailable, too late"), verdicts.verdicts().stream().map(Object::toString).toList());
    }

    @Test
    void verdictsOfSomeListsOnly() {
        dns.address("7.2.0.192.zen.example", "127.0.0.2").address("7.2.0.192.other.example", "127.0.0.2");
        ListVerdicts both = ask(list("zen", "127.0.0.2 refuse"), list("other", "127.0.0.2 score 1"));
        assertEquals(List.of("dnslist:other"), both.of(Set.of("other")).marks());
        assertEquals(Optional.empty(), both.of(Set.of("other")).refusal());
    }

    @Test
    void mistakesAreTold() {
        for (String wrong : List.of("127.0.0.2", "127.0.0.2 reject", "127.0.0.2 score", "127.0.0.2 score 1001", "192.0.2.1 refuse", "127.0.0.1 refuse", "127.255.255.2 refuse",
                "&0 refuse", "&256 refuse", "127.0.0.2/33 refuse", "2001:db8::1 refuse")) {
            assertThrows(IllegalArgumentException.class, () -> DnsList.listings(wrong), wrong);
        }
        assertThrows(IllegalArgumentException.class, () -> list("zen", ""));
        assertThrows(IllegalArgumentException.class, () -> list("zen", "127.0.0.2 refuse\n".repeat(DnsList.LISTINGS_MAX + 1)));
        assertEquals(DnsList.LISTINGS_MAX, list("zen", "127.0.0.2 refuse\n".repeat(DnsList.LISTINGS_MAX)).listings().size());
        for (String zone : List.of("", "one", "zen..example", ".zen.example", "zen.example.", "zen.example/x", "x".repeat(64) + ".example")) {
            assertThrows(IllegalArgumentException.class,
                    () -> new DnsList("zen", zone, DnsList.Subject.ADDRESS, false, DnsList.listings("127.0.0.2 refuse"), Optional.empty(), false), zone);
        }
    }
}
