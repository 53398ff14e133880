package org.gatepost.sieve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.sieve.language.SieveParser;

/**
 * The Sieve interpreter, given anything: a script is read or rejected with places that exist, and one that can be read runs to its end or to a limit, which leaves
 * the message where it is. Its seeds are the files under {@code SieveFuzzTestInputs}.
 */
class SieveFuzzTest {

    private static final SieveLimits LIMITS = SieveLimits.DEFAULT.withSteps(5_000).withActions(8, 4, 2);

    /** A script; what stands behind the first NUL is the message it is run for. */
    @FuzzTest
    void script(byte[] octets) {
        int cut = 0;
        while (cut < octets.length && octets[cut] != 0) {
            cut++;
        }
        byte[] script = Arrays.copyOf(octets, cut);
        String message = cut < octets.length ? new String(octets, cut + 1, octets.length - cut - 1, ISO_8859_1) : "Subject: x\n\ny\n";
        switch (new SieveParser(LIMITS).read("script", script)) {
            case ReadScript.Good good -> {
                SieveOutcome outcome = new SieveInterpreter(LIMITS).run(good.script(), Around.message(message));
                assertTrue(outcome.actions().size() <= 64, () -> outcome.actions().size() + " actions");
                outcome.error().ifPresent(error -> assertEquals(List.of(new SieveAction.Keep(List.of(), List.of(), true)), outcome.actions(), error::toString));
                outcome.error().ifPresent(error -> assertTrue(error.line() > 0 && error.column() > 0 && !error.message().isEmpty(), error::toString));
            }
            case ReadScript.Broken broken -> {
                assertFalse(broken.errors().isEmpty());
                broken.errors().forEach(error -> assertTrue(error.line() > 0 && error.column() > 0 && !error.message().isEmpty(), error::toString));
            }
        }
    }
}
