package org.gatepost.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;
import org.junit.jupiter.api.Test;

/** What a run comes to, and what it may take. */
class SieveInterpreterTest {

    private static final int GENERATED = 1500;

    private static void stopped(String source, SieveLimits limits, String complaint) {
        SieveOutcome outcome = Around.usual().run(source, limits);
        assertTrue(outcome.error().isPresent(), "nothing stopped it");
        assertTrue(outcome.error().get().message().contains(complaint), outcome.error()::toString);
        assertEquals(List.of(new SieveAction.Keep(List.of(), List.of(), true)), outcome.actions());
    }

    private static void ran(String source, SieveLimits limits) {
        assertTrue(Around.usual().run(source, limits).error().isEmpty(), () -> Around.usual().run(source, limits).error().toString());
    }

    @Test
    void stopsOneStepTooFar() {
        ran("keep;", SieveLimits.DEFAULT.withSteps(1));
        stopped("if true { keep; }", SieveLimits.DEFAULT.withSteps(2), "more than 2 steps");
    }

    @Test
    void stopsAtOneActionRedirectOrNotificationTooMany() {
        String file = "require \"fileinto\"; fileinto \"a\"; fileinto \"b\";";
        ran(file, SieveLimits.DEFAULT.withActions(2, 1, 1));
        stopped(file, SieveLimits.DEFAULT.withActions(1, 1, 1), "total number of actions");
        String redirect = "redirect \"a@b.example\"; redirect \"c@b.example\";";
        ran(redirect, SieveLimits.DEFAULT.withActions(9, 2, 1));
        stopped(redirect, SieveLimits.DEFAULT.withActions(9, 1, 1), "number of redirect actions");
        String notify = "require \"enotify\"; notify \"mailto:a@b.example\"; notify \"mailto:c@b.example\";";
        ran(notify, SieveLimits.DEFAULT.withActions(9, 9, 2));
        stopped(notify, SieveLimits.DEFAULT.withActions(9, 9, 1), "number of notify actions");
    }

    @Test
    void stopsAtOneVariableTooManyAndOneOctetTooMuch() {
        String two = "require \"variables\"; set \"a\" \"12\"; set \"b\" \"34\";";
        ran(two, SieveLimits.DEFAULT.withVariables(2).withMemoryOctets(4));
        stopped(two, SieveLimits.DEFAULT.withVariables(1), "more than 1 variables");
        stopped(two, SieveLimits.DEFAULT.withMemoryOctets(3), "more than 3 octets");
    }

    @Test
    void cutsWhatAVariableIsTooSmallForAndATextThatGrowsTooLong() {
        Around around = Around.usual();
        SieveOutcome outcome = around.run("require [\"variables\", \"fileinto\"]; set \"a\" \"12345\"; fileinto \"${a}\";", SieveLimits.DEFAULT.withVariableOctets(4));
        assertEquals("1234", ((SieveAction.FileInto) outcome.actions().get(0)).mailbox());
        outcome = around.run("require [\"variables\", \"fileinto\"]; set \"a\" \"12345\"; fileinto \"${a}${a}\";", SieveLimits.DEFAULT.withStringOctets(9));
        assertEquals("123451234", ((SieveAction.FileInto) outcome.actions().get(0)).mailbox());
    }

    @Test
    void matchesInBoundedTimeWhateverThePattern() {
        String pattern = "*a".repeat(500) + "b";
        String script = "require \"variables\"; set \"v\" \"" + "a".repeat(60_000) + "\"; if string :matches \"${v}\" \"" + pattern + "\" { keep; }";
        stopped(script, SieveLimits.DEFAULT.withSteps(2000), "steps");
    }

    @Test
    void keepsAndSaysWhyWhereARunFails() {
        SieveOutcome outcome = Around.usual().run("require \"reject\";\nkeep;\n  reject \"no\";");

        assertEquals(List.of(new SieveAction.Keep(List.of(), List.of(), true)), outcome.actions());
        assertEquals("script:3:3: the reject action conflicts with the keep action said before", outcome.error().orElseThrow().toString());
    }

    @Test
    void oneCopyGoesToOnePlaceWithWhatWasSaidLast() {
        SieveOutcome outcome = Around.usual().run("require [\"fileinto\", \"copy\", \"imap4flags\"]; fileinto \"a\"; addflag \"work\"; fileinto :copy \"a\"; "
                + "redirect \"x@y.example\"; redirect :copy \"X@y.example\";");

        assertEquals(List.of(new SieveAction.FileInto("a", false, false, Optional.empty(), List.of("work"), List.of()),
                new SieveAction.Redirect("X@y.example", false, false, Map.of(), List.of())), outcome.actions());
    }

    @Test
    void asksListsKeptElsewhere() {
        SieveOutcome outcome = Around.usual().run("require [\"extlists\", \"envelope\"]; if allof(valid_ext_list \"friends\", envelope :list \"from\" \"friends\", "
                + "not address :list \"to\" \"friends\") { discard; } redirect :list \"friends\";");

        assertEquals(List.of("discard", "redirect"), outcome.actions().stream().map(SieveAction::name).toList());
    }

    /** Scripts that are good run to their end or to a limit, and throw nothing else. */
    @Test
    void runsWhateverCanBeRead() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int good = 0;
        for (int i = 0; i < GENERATED; i++) {
            String source = GeneratedScripts.next(random);
            byte[] message = GeneratedScripts.message(random);
            try {
                if (new SieveParser(SieveLimits.DEFAULT).read("script", source.getBytes(StandardCharsets.UTF_8)) instanceof ReadScript.Good read) {
                    good++;
                    new SieveInterpreter(SieveLimits.DEFAULT.withSteps(20_000)).run(read.script(),
                            Around.message(new String(message, StandardCharsets.ISO_8859_1)));
                }
            } catch (RuntimeException thrown) {
                throw new AssertionError("seed " + seed + ", script " + i + ": " + source, thrown);
            }
        }
        assertTrue(good > GENERATED / 2, good + " of " + GENERATED + " could be read, seed " + seed);
    }
}
