package org.gatepost.workbench.bench.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.gatepost.smtp.listener.Decision;

class StandInMappingTest {

    @Test
    void aPatternMatchesTheWholeProbeOrNotAtAll() {
        assertTrue(new WildcardPattern("TCP|*|25|*@a.example").matches("tcp|198.51.100.4|25|x@a.example"));
        assertFalse(new WildcardPattern("TCP|*|25|*@a.example").matches("tcp|198.51.100.4|25|x@a.example.org"));
        assertTrue(new WildcardPattern("*").matches(""));
        assertFalse(new WildcardPattern("a").matches(""));
        assertTrue(new WildcardPattern("User@*").matches(WildcardPattern.folded("uSER@EXAMPLE.COM")));
    }

    @Test
    void agreesWithARegularExpressionOnAnyPatternAndProbe() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab**", 8);
            String probe = letters(random, "ab", 10);
            assertEquals(Pattern.matches(pattern.replace("*", ".*"), probe), new WildcardPattern(pattern).matches(probe),
                    "seed " + seed + ": " + pattern + " and " + probe);
        }
    }

    private static String letters(Random random, String alphabet, int max) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(max + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Test
    void theMeasuredRecipientPassesEveryEntryAndTheGate() {
        RcptStages stages = new RcptStages();
        stages.entries = 1_000;
        stages.openTransaction();
        assertInstanceOf(Decision.Proceed.class, stages.rcpt());
    }
}
