package org.gatepost.sieve.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** What is said of scripts before they run, and how much of one is read. */
class SieveParserTest {

    private static final int FUZZED = 4000;
    private static final List<String> WORDS = List.of("if", "elsif", "else", "require", "\"variables\"", "[\"a\", \"b\"]", "header", ":contains", ":is", "\"${x}\"",
            "{", "}", "(", ")", ",", ";", "12k", "text:\nabc\n.\n", "\"", "/*", "*/", "#", "keep", "not", "allof", "anyof", "true", "set", "\"${hex:41}\"", "foreverypart",
            ":comparator", "\"i;octet\"", "[", "]", "$", "\u0000", "é", "fileinto", "vacation", ":days", "3", "include", "\"self\"", "ihave", "redirect");

    private static List<SieveError> errors(String source) {
        return errors(source, SieveLimits.DEFAULT);
    }

    private static List<SieveError> errors(String source, SieveLimits limits) {
        return switch (new SieveParser(limits).read("script", source.getBytes(StandardCharsets.UTF_8))) {
            case ReadScript.Good good -> List.of();
            case ReadScript.Broken broken -> broken.errors();
        };
    }

    private static void oneOver(String least, String over, SieveLimits limits, String complaint) {
        assertEquals(List.of(), errors(least, limits));
        List<SieveError> errors = errors(over, limits);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).message().contains(complaint), errors::toString);
    }

    @Test
    void saysWhereEachOfSeveralMistakesIs() {
        List<SieveError> errors = errors("keep;\n  fileinto \"a\";\nif header :foo \"a\" \"b\" {\n\tnonsense;\n}\nredirect \"nobody\";\n");

        assertEquals(List.of("script:2:3: unknown command 'fileinto' (reported only once at first occurrence)",
                "script:3:11: unknown tagged argument ':foo' for the header test (reported only once at first occurrence)",
                "script:4:2: unknown command 'nonsense' (reported only once at first occurrence)", "script:6:10: the address 'nobody' is invalid"),
                errors.stream().map(SieveError::toString).toList());
    }

    @Test
    void listsNoMoreErrorsThanTheLimit() {
        List<SieveError> errors = errors("redirect \"x\";".repeat(SieveLimits.DEFAULT.errors() + 1));

        assertEquals(SieveLimits.DEFAULT.errors() + 1, errors.size());
        assertTrue(errors.get(errors.size() - 1).message().contains("further errors"));
    }

    @Test
    void readsNoScriptOneOctetTooLarge() {
        oneOver("keep;#", "keep;##", SieveLimits.DEFAULT.withScriptOctets(6), "larger than 6 octets");
    }

    @Test
    void readsNoStringOneOctetTooLong() {
        oneOver("redirect \"a@b.example\";", "redirect \"aa@b.example\";", SieveLimits.DEFAULT.withStringOctets(11), "longer than 11 octets");
    }

    @Test
    void readsNoBlockOneLevelTooDeep() {
        int deepest = SieveLimits.DEFAULT.nesting() - 1;
        oneOver("if true { ".repeat(deepest) + "}".repeat(deepest), "if true { ".repeat(deepest + 1) + "}".repeat(deepest + 1), SieveLimits.DEFAULT,
                "nested deeper than 32");
    }

    @Test
    void readsNoTestOneLevelTooDeep() {
        int deepest = SieveLimits.DEFAULT.nesting() - 2;
        oneOver("if " + "not ".repeat(deepest) + "true { }", "if " + "not ".repeat(deepest + 1) + "true { }", SieveLimits.DEFAULT, "nested deeper than 32");
    }

    @Test
    void readsNoCommandWithOneArgumentTooMany() {
        assertTrue(errors("keep" + " 1".repeat(33) + ";").get(0).message().contains("more than 32 arguments"));
        assertTrue(errors("keep" + " 1".repeat(32) + ";").get(0).message().contains("accepts 0 positional"));
    }

    @Test
    void readsNoNumberOneTooLarge() {
        oneOver("if size :over 4294967295 {}", "if size :over 4294967296 {}", SieveLimits.DEFAULT, "larger than 4294967295");
    }

    @Test
    void readsNoLoopOneLevelTooDeep() {
        String loop = "foreverypart { ";
        oneOver("require \"foreverypart\"; " + loop.repeat(4) + "}".repeat(4), "require \"foreverypart\"; " + loop.repeat(5) + "}".repeat(5), SieveLimits.DEFAULT,
                "nested deeper than 4");
    }

    @Test
    void readsNoRegularExpressionOneOctetTooLong() {
        String before = "require \"regex\"; if header :regex \"a\" \"";
        oneOver(before + "a".repeat(4096) + "\" {}", before + "a".repeat(4097) + "\" {}", SieveLimits.DEFAULT, "longer than 4096 octets");
    }

    @Test
    void readsNoAddedFieldOneOctetTooLong() {
        String before = "require \"editheader\"; addheader \"X\" \"";
        oneOver(before + "a".repeat(9) + "\";", before + "a".repeat(10) + "\";", SieveLimits.DEFAULT.withAddedFieldOctets(10), "longer than 10 octets");
    }

    @Test
    void includesNoDeeperAndNoMoreThanTheLimits() {
        ScriptLibrary chain = (global, name) -> Optional.of(("require \"include\"; include \"" + name + "x\";").getBytes(StandardCharsets.UTF_8));
        byte[] first = "require \"include\"; include \"a\";".getBytes(StandardCharsets.UTF_8);
        ReadScript.Broken deep = assertInstanceOf(ReadScript.Broken.class, new SieveParser(SieveLimits.DEFAULT).read("script", first, chain));
        assertTrue(deep.errors().get(0).message().contains("deeper than 10"), deep.errors()::toString);

        ScriptLibrary leaves = (global, name) -> Optional.of("keep;".getBytes(StandardCharsets.UTF_8));
        byte[] two = "require \"include\"; include \"a\"; include \"b\";".getBytes(StandardCharsets.UTF_8);
        assertInstanceOf(ReadScript.Good.class, new SieveParser(SieveLimits.DEFAULT.withIncludes(1, 2)).read("script", two, leaves));
        ReadScript.Broken many = assertInstanceOf(ReadScript.Broken.class, new SieveParser(SieveLimits.DEFAULT.withIncludes(1, 1)).read("script", two, leaves));
        assertTrue(many.errors().get(0).message().contains("more than 1 scripts"), many.errors()::toString);
    }

    @Test
    void saysWhereAScriptIsNotUtf8() {
        ReadScript.Broken broken = assertInstanceOf(ReadScript.Broken.class,
                new SieveParser(SieveLimits.DEFAULT).read("script", "keep;\n# \u00e9".getBytes(StandardCharsets.ISO_8859_1)));

        assertEquals("script:2:3: the script is not UTF-8 here", broken.errors().get(0).toString());
    }

    @Test
    void offersWordsOfTestScriptsToNobodyElse() {
        assertTrue(errors("require \"vnd.dovecot.testsuite\";").get(0).message().contains("unknown Sieve capability"));
    }

    @Test
    void readsWhatAnExtensionIsMissingForOnlyWhereItWouldRun() {
        assertEquals(List.of(), errors("require \"ihave\"; if ihave \"nonsense\" { nonsense 1 { x; } } elsif not ihave \"other\" { keep; } else { other; }"));
        assertEquals(1, errors("require \"ihave\"; if ihave \"nonsense\" { stop; } nonsense;").size());
    }

    /** Whatever it is given, it answers. */
    @Test
    void throwsNothingForScriptsMadeOfAnything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < FUZZED; i++) {
            StringBuilder source = new StringBuilder(random.nextInt(3) == 0 ? "require [\"variables\", \"foreverypart\", \"include\", \"ihave\", \"encoded-character\"];" : "");
            int words = random.nextInt(60);
            for (int w = 0; w < words; w++) {
                source.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            byte[] octets = source.toString().getBytes(StandardCharsets.UTF_8);
            for (int flip = random.nextInt(4); flip > 0 && octets.length > 0; flip--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            try {
                new SieveParser(SieveLimits.DEFAULT).read("script", octets, (global, name) -> Optional.of(octets));
            } catch (RuntimeException thrown) {
                throw new AssertionError("seed " + seed + ", script " + i + ": " + source, thrown);
            }
        }
    }
}
