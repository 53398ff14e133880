package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyKeywordsTest {

    @Test
    void aChannelSaysWhomItAsksAboutAndHowLongAnAnswerHolds() {
        assertEquals(VerifyKeywords.DEFAULT, verify(""));
        assertEquals(new VerifyKeywords(true, Set.of(), ReversePath.NULL, Duration.ofHours(1), Duration.ofMinutes(5), false), verify("verifynexthop"));
        assertEquals(new VerifyKeywords(true, Set.of("one.example", "two.example"), ReversePath.of(new Mailbox("probe", "gate.example")), Duration.ofHours(2), Duration.ofSeconds(1), true),
                verify("verifynexthop One.example two.example verifysender probe@gate.example verifykept PT2H PT1S verifyignore"));
        assertEquals(VerifyKeywords.DEFAULT, verify("verifynexthop one.example verifysender a@b.example verifyignore noverifynexthop noverifysender verifydefer"));
    }

    @Test
    void itCoversTheDomainsItNamesAndAllWhereItNamesNone() {
        assertFalse(verify("").covers(new Mailbox("a", "one.example")));
        assertTrue(verify("verifynexthop").covers(new Mailbox("a", "one.example")));
        VerifyKeywords two = verify("verifynexthop one.example xn--bcher-kva.example");
        assertTrue(two.covers(new Mailbox("a", "ONE.example")));
        assertTrue(two.covers(new Mailbox("a", "b\u00fccher.example")));
        assertFalse(two.covers(new Mailbox("a", "sub.one.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verifynexthop a@b.example", "verifysender", "verifysender nobody", "verifysender <a@b.example>", "verifysender @b.example", "verifysender \"a b@c.example\"",
        "verifykept PT1H", "verifykept PT5M PT1H", "verifykept PT0S PT0S", "verifykept PT24H1S PT1S", "verifykept x y"})
    void whatIsWrongIsSaid(String text) {
        assertThrows(IllegalArgumentException.class, () -> verify(text));
    }

    @Test
    void aChannelNamesOnlySoManyDomains() {
        assertEquals(VerifyKeywords.DOMAINS_MAX, verify(domains(VerifyKeywords.DOMAINS_MAX)).domains().size());
        assertThrows(IllegalArgumentException.class, () -> verify(domains(VerifyKeywords.DOMAINS_MAX + 1)));
    }

    private static String domains(int count) {
        return "verifynexthop " + IntStream.range(0, count).mapToObj(i -> "d" + i + ".example").collect(Collectors.joining(" "));
    }

    private static VerifyKeywords verify(String text) {
        return ChannelKeywords.parse(text).transport().verify();
    }
}
