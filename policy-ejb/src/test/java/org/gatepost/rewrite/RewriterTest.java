package org.gatepost.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.gatepost.mapping.LookupAnswer;
import org.gatepost.mapping.Lookups;
import org.gatepost.mapping.MappingTables;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.SyntaxError;
import org.gatepost.rewrite.RewriteRequest.Direction;
import org.gatepost.rewrite.RewriteRequest.Location;
import org.gatepost.stage.Match;

class RewriterTest {

    private static final String ALL = "$*  $A$E$F$U%$H$V$H@local-daemon\n[]  $E$R${INTERNAL_IP,$L}$U%[$L]@tcp_intranet-daemon\n.x.y  $\\$&0U$_%$($1U)$]ldap:///$=$D[@$[l,r,$#1]@b$Mtcp_a$1~$Nc\n"
            + "tag|x  $U%y$Ttag$?a$ text\n.  $?no such host\n\ntcp_local smtp\ntcp_local-daemon\n";

    private static Rewriting rewrite(String rules, String address) {
        RewriteRules read = assertInstanceOf(RewriteReading.Read.class, RewriteReader.read(rules)).rules();
        return rewriter(read).rewrite(new RewriteRequest(address, Direction.FORWARD, Location.ENVELOPE, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Rewriter rewriter(RewriteRules rules) {
        return new Rewriter(rules, new Mappings(MappingTables.NONE, Lookups.NONE, new Random(1)), domain -> new Match.NotFound<>());
    }

    @Test
    void aHundredRoundsAreNoCircleAndOneMoreIs() {
        String chain = IntStream.range(0, Rewriter.ROUNDS_MAX).mapToObj(i -> "h" + i + "  $U%h" + (i + 1) + "\n").collect(Collectors.joining());
        assertInstanceOf(Rewriting.Routed.class, rewrite(chain + "h100  $U%$D@a-daemon\n", "u@h0"));
        assertEquals("the rules go in a circle", assertInstanceOf(Rewriting.Unavailable.class, rewrite(chain + "h100  $U%h101\nh101  $U%$D@a-daemon\n", "u@h0")).why());
    }

    @Test
    void addressesHaveTheirLimit() {
        String rules = ".  $U%$H@a-daemon\n";
        assertInstanceOf(Rewriting.Routed.class, rewrite(rules, "u".repeat(Rewriter.ADDRESS_MAX - 2) + "@h"));
        assertInstanceOf(Rewriting.Unavailable.class, rewrite(rules, "u".repeat(Rewriter.ADDRESS_MAX - 1) + "@h"));
    }

    @Test
    void r01WhatIsPutIntoAUrlIsQuotedAskedForOrNot() {
        for (String user : List.of("$U", "$=$U$_")) {
            RewriteRules rules = assertInstanceOf(RewriteReading.Read.class, RewriteReader.read("url.example  $U%$]ldap:///o=demo?host?sub?(uid=" + user + ")[@a-daemon\n")).rules();
            List<String> asked = new ArrayList<>();
            Lookups lookups = Lookups.NONE.withUrls(url -> {
                asked.add(url);
                return LookupAnswer.found("b.host");
            });
            new Rewriter(rules, new Mappings(MappingTables.NONE, lookups, new Random(1)), domain -> new Match.NotFound<>())
                    .rewrite(new RewriteRequest("x)(uid=*@url.example", Direction.FORWARD, Location.ENVELOPE, Optional.empty(), Optional.empty(), Optional.empty()));
            assertEquals(List.of("ldap:///o=demo?host?sub?(uid=x%5c29%5c28uid=%5c2a)"), asked);
        }
    }

    @Test
    void filesHaveTheirLimits() {
        String rule = "a  " + "x".repeat(RewriteReader.RULE_MAX - 5) + "%b";
        assertInstanceOf(RewriteReading.Read.class, RewriteReader.read(rule));
        assertInstanceOf(RewriteReading.Rejected.class, RewriteReader.read(rule + "b"));
        String rules = "a b%c\n".repeat(RewriteReader.RULES_MAX);
        assertInstanceOf(RewriteReading.Read.class, RewriteReader.read(rules));
        assertInstanceOf(RewriteReading.Rejected.class, RewriteReader.read(rules + "a b%c\n"));
        assertEquals(RewriteReader.ERRORS_MAX, assertInstanceOf(RewriteReading.Rejected.class, RewriteReader.read("a\n".repeat(RewriteReader.ERRORS_MAX + 1))).errors().size());
    }

    @Test
    void noTwoUniqueTextsAreTheSame() {
        String user = assertInstanceOf(Rewriting.Routed.class, rewrite(".  $W-$W%$H@a-daemon\n", "u@h")).address().split("@")[0];
        assertNotEquals(user.split("-")[0], user.split("-")[1]);
    }

    /** Whatever is written, it is read or rejected, every error lies within the text, and what is read answers. */
    @Test
    void whateverIsWrittenIsReadOrRejected() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder(ALL);
            for (int edits = 1 + random.nextInt(5); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "$*%|[](){}@?!.,:~ \tU0HMé".charAt(random.nextInt(24)));
                    default -> text.replace(at, at + 1, ALL.substring(random.nextInt(ALL.length())));
                }
            }
            try {
                answersOrErrs(text.toString());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ":\n" + text, e);
            }
        }
    }

    private static void answersOrErrs(String text) {
        switch (RewriteReader.read(text)) {
            case RewriteReading.Read(RewriteRules rules) -> {
                for (String address : List.of("u+s@a.x.y", "@a,@b:c@d", "u@[10.1.2.3]", "h!u", "u%h", "@", "")) {
                    rewriter(rules).rewrite(new RewriteRequest(address, Direction.FORWARD, Location.ENVELOPE, Optional.empty(), Optional.empty(), Optional.empty()));
                }
            }
            case RewriteReading.Rejected(List<SyntaxError> errors) -> {
                String[] lines = text.split("\n", -1);
                errors.forEach(error -> assertTrue(error.line() <= lines.length && error.column() <= lines[error.line() - 1].length() + 1, error::toString));
            }
        }
    }
}
