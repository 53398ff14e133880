package org.gatepost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.gatepost.mapping.EntryTried.Verdict;
import org.gatepost.stage.Match;

class MappingsTest {

    private final List<String> asked = new ArrayList<>();

    private Mappings mappings(String file) {
        Lookups lookups = Lookups.NONE.withRoutine("lib", "ask", argument -> {
            asked.add(argument);
            return new LookupAnswer.Failure("no");
        });
        return new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read(file)).tables(), lookups, new Random(1));
    }

    @Test
    void m06NothingOfAnEntryThatFailsRemains() {
        Mappings mappings = mappings("T\n  *  $R$N$Tgone$[lib,ask,$0]\n  *  kept:$0\n");
        assertEquals(new MappingAnswer.Mapped("kept:in", Flags.NONE), mappings.ask("T", "in", Flags.NONE));
        assertEquals(List.of("in"), asked);
    }

    @Test
    void m06WhatStandsToTheRightOfAFailingItemIsNotAsked() {
        mappings("T\n  *  $:A$[lib,ask,first]$[lib,ask,second]\n").ask("T", "in", Flags.NONE);
        assertEquals(List.of(), asked);
        mappings("T\n  *  $:A$[lib,ask,first]$[lib,ask,second]\n").ask("T", "in", Flags.of("A"));
        assertEquals(List.of("first"), asked);
    }

    @Test
    void m24EveryEntryUpToTheLastOneTriedIsTraced() {
        Mappings mappings = mappings("T\n  a  $Y\n  *  $[lib,ask,x]\n  b  $C$Tc\n  c  $|U;x|$E\n  c  $Yend\n  *  $N\nU\n  x  no\n");
        List<EntryTried> trace = new ArrayList<>();
        assertEquals(new MappingAnswer.Mapped("end", Flags.of("TY")), mappings.ask("T", "b", Flags.NONE, trace::add));
        assertEquals(List.of(
                new EntryTried("T", 0, 2, "a  $Y", "b", new Verdict.PatternDiffers()),
                new EntryTried("T", 0, 3, "*  $[lib,ask,x]", "b", new Verdict.TemplateFailed("no")),
                new EntryTried("T", 0, 4, "b  $C$Tc", "b", new Verdict.Matched("c", Flags.of("T"), "next")),
                new EntryTried("U", 1, 9, "x  no", "x", new Verdict.Matched("no", Flags.NONE, "end")),
                new EntryTried("T", 0, 5, "c  $|U;x|$E", "c", new Verdict.TemplateFailed("U does not set Y")),
                new EntryTried("T", 0, 6, "c  $Yend", "c", new Verdict.Matched("end", Flags.of("Y"), "end"))), trace);
    }

    @Test
    void aScanMayGoOnAThousandTimesAndNotOnceMore() {
        String file = "T\n  %*  $C$1\n".replace("$C", "$R") + "  *  $Yend\n";
        assertInstanceOf(MappingAnswer.Mapped.class, mappings(file).ask("T", "x".repeat(Mappings.STEPS_MAX), Flags.NONE));
        assertEquals(new MappingAnswer.Unavailable("T goes in a circle"), mappings(file).ask("T", "x".repeat(Mappings.STEPS_MAX + 1), Flags.NONE));
    }

    @Test
    void tablesMayCallOneAnotherTenDeepAndNotElevenDeep() {
        String chain = IntStream.rangeClosed(0, 10).mapToObj(i -> "T" + i + "\n  *  $|T" + (i + 1) + ";$0|$Y\n").collect(Collectors.joining());
        assertInstanceOf(MappingAnswer.Mapped.class, mappings(chain.replace("$|T11;$0|", "")).ask("T0", "x", Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, mappings(chain + "T11\n  *  $Y\n").ask("T0", "x", Flags.NONE));
    }

    @Test
    void aProbeAnOutputAndAUrlHaveTheirLimits() {
        Mappings mappings = mappings("T\n  *  $Y$0\nU\n  *  $0!\nURL\n  *  $]$0[\n");
        assertInstanceOf(MappingAnswer.Mapped.class, mappings.ask("T", "x".repeat(Mappings.TEXT_MAX), Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, mappings.ask("T", "x".repeat(Mappings.TEXT_MAX + 1), Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, mappings.ask("U", "x".repeat(Mappings.TEXT_MAX), Flags.NONE));
        Mappings found = new Mappings(mappings.tables(), Lookups.NONE.withUrls(LookupAnswer::found), new Random(1));
        assertInstanceOf(MappingAnswer.Mapped.class, found.ask("URL", "x".repeat(Mappings.URL_MAX), Flags.NONE));
        assertInstanceOf(MappingAnswer.Unavailable.class, found.ask("URL", "x".repeat(Mappings.URL_MAX + 1), Flags.NONE));
    }

    @Test
    void m03WhatIsPutIntoAUrlIsQuotedForThePartItStandsIn() {
        Mappings asked = new Mappings(mappings("T\n  filter|*  $]ldap:///o=demo?mail?sub?(mail=$0)[\n  twice|*  $]ldap:///o=demo?mail?sub?(mail=$=$0$_)[\n"
                + "  name|*  $]ldap:///uid=$0,o=demo?mail[\n  attribute|*  $]ldap:///o=demo?$0[\n").tables(), Lookups.NONE.withUrls(LookupAnswer::found), new Random(1));
        assertEquals(new MappingAnswer.Mapped("ldap:///o=demo?mail?sub?(mail=x%5c29%5c28uid=%5c2a)", Flags.NONE), asked.ask("T", "filter|x)(uid=*", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("ldap:///o=demo?mail?sub?(mail=%5c2a%3f%25)", Flags.NONE), asked.ask("T", "twice|*?%", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("ldap:///uid=a%5c2cb%5c3dc,o=demo?mail", Flags.NONE), asked.ask("T", "name|a,b=c", Flags.NONE));
        assertEquals(new MappingAnswer.Mapped("ldap:///o=demo?a%3fsub%3f", Flags.NONE), asked.ask("T", "attribute|a?sub?", Flags.NONE));
    }

    @Test
    void m03BehindAQuestionMarkInAFilterWhatIsPutInIsQuotedAsInAFilter() {
        TemplatePart.Url url = new TemplatePart.Url(List.of(new TemplatePart.Text("ldap:///o=demo?mail?sub?(&(cn=a?)(mail="), new TemplatePart.Saved(0), new TemplatePart.Text("))")));
        Output output = Output.ofUrl();
        url.url().forEach(part -> {
            switch (part) {
                case TemplatePart.Text(String text) -> output.literal(text);
                default -> output.substituted("x)(uid=*");
            }
        });
        assertEquals("ldap:///o=demo?mail?sub?(&(cn=a?)(mail=x%5c29%5c28uid=%5c2a))", output.toString());
    }

    @Test
    void m03AUrlHasNoMoreThanThreeQuestionMarks() {
        String error = assertInstanceOf(MappingReading.Rejected.class, MappingReader.read("T\n  *  $]ldap:///o=demo?mail?sub?(&(cn=a?)(mail=$0))[\n")).errors().toString();
        assertTrue(error.contains("%3f"), error);
        assertInstanceOf(MappingReading.Read.class, MappingReader.read("T\n  *  $]ldap:///o=demo?mail?sub?(&(cn=a%3f)(mail=$0))[\n"));
    }

    @Test
    void noMoreThanTenWildcardsAreSaved() {
        assertEquals(new MappingAnswer.Mapped("j,a", Flags.NONE), mappings("T\n  *|*|*|*|*|*|*|*|*|*|*|*  $9,$0\n").ask("T", "a|b|c|d|e|f|g|h|i|j|k|l", Flags.NONE));
    }

    @Test
    void aChanceIsTakenAsOftenAsItSays() {
        Mappings mappings = mappings("T\n  *  $?25?$Y\n  *  $N\n");
        long yes = IntStream.range(0, 4000).filter(i -> mappings.ask("T", "x", Flags.NONE).equals(new MappingAnswer.Mapped("", Flags.of("Y")))).count();
        assertTrue(yes > 800 && yes < 1200, () -> yes + " of 4000");
    }

    @Test
    void contradictingEntriesAreNoAnswer() {
        assertEquals(new LookupAnswer.Unavailable("two"), LookupAnswer.of(new Match.Conflicting<>("two")));
        assertEquals(new LookupAnswer.Unavailable("down"), LookupAnswer.of(new Match.Unavailable<>("down")));
        assertInstanceOf(LookupAnswer.Failure.class, LookupAnswer.of(new Match.NotFound<>()));
        assertEquals(LookupAnswer.found("x"), LookupAnswer.of(new Match.Found<>("x")));
    }

    @Test
    void aRoutineAnswersInTemplatesWithoutAskingFurther() {
        assertThrows(IllegalArgumentException.class, () -> LookupAnswer.template("$[lib,ask,x]"));
        assertThrows(IllegalArgumentException.class, () -> LookupAnswer.template("two words"));
        assertEquals(new LookupAnswer.Success("two words", Flags.of("N")), LookupAnswer.template("$Ntwo$ words"));
    }

    @Test
    void flagsAreASetWithoutCase() {
        assertEquals("!<AT", Flags.of("ta!<T").toString());
        assertTrue(Flags.of("a").has('A'));
        assertTrue(Flags.of("A").and(Flags.of("~")).has('~'));
        assertFalse(Flags.of("A").has('B'));
        assertThrows(IllegalArgumentException.class, () -> Flags.of("é"));
    }
}
