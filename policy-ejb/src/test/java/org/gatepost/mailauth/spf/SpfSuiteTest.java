package org.gatepost.mailauth.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.stage.InTurn;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * Suites of SPF cases: {@code openspf.yml} is a part of the openspf project's for RFC 7208 (its licence lies beside it), {@code ours.yml} goes on where that
 * one ends. A member {@code spec} names the place in RFC 7208.
 */
class SpfSuiteTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final String NO_EXPLANATION = "DEFAULT";

    @TestFactory
    List<DynamicTest> s03TheCasesOfTheOpenspfSuite() throws IOException {
        List<DynamicTest> tests = cases("openspf.yml");
        assertEquals(99, tests.size());
        return tests;
    }

    @TestFactory
    List<DynamicTest> s03OurOwnCases() throws IOException {
        List<DynamicTest> tests = cases("ours.yml");
        assertTrue(tests.size() > 100, tests.size() + " cases");
        return tests;
    }

    private static List<DynamicTest> cases(String file) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = SpfSuiteTest.class.getResourceAsStream("/spf/" + file)) {
            for (Object document : new Yaml().loadAll(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                Map<?, ?> scenario = (Map<?, ?>) document;
                ((Map<?, ?>) scenario.get("tests")).forEach((name, test) -> tests.add(DynamicTest.dynamicTest(scenario.get("description") + ": " + name,
                        () -> judge((Map<?, ?>) scenario.get("zonedata"), (Map<?, ?>) test))));
            }
        }
        return tests;
    }

    private static void judge(Map<?, ?> zonedata, Map<?, ?> test) {
        SpfCheck check = new SpfCheck(new ZoneDns(zonedata), new InTurn(), SpfLimits.DEFAULT, "receiver.example", CLOCK, CLOCK);
        SpfVerdict verdict = check.verdict(SpfQuestion.mailFrom(IpAddress.parse(test.get("host").toString()), test.get("mailfrom").toString(),
                test.get("helo").toString()), LocalRecords.NONE);
        List<?> expected = test.get("result") instanceof List<?> any ? any : List.of(test.get("result"));
        assertTrue(expected.contains(verdict.result().word()), () -> "expected " + expected + ", got " + verdict + "\n" + String.join("\n",
                verdict.steps().stream().map(SpfStep::toString).toList()));
        if (test.get("explanation") != null) {
            assertEquals(test.get("explanation"), verdict.explanation().orElse(NO_EXPLANATION));
        }
        if (test.get("lookups") != null) {
            assertEquals(test.get("lookups"), verdict.dnsLookups());
        }
        if (test.get("voids") != null) {
            assertEquals(test.get("voids"), verdict.voidLookups());
        }
        if (test.get("cause") != null) {
            assertEquals(test.get("cause"), verdict.cause().name());
        }
    }
}
