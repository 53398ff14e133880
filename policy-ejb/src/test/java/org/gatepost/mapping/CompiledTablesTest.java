package org.gatepost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** What is compiled answers what the tables say, entry by entry. */
class CompiledTablesTest {

    private static final List<String> PATTERNS = List.of("a", "B", "example", "com", "tcp_local", "|", "|", "@", ".", "-", "10.1.2.3", "TCP", "*", "*", "*", "%", "$_*", "$D*", "$A%",
            "$@*", "$[ab-]*", "$(10.0.0.0/8)", "$(10.1.0.0/16)", "${2001:db8::/32}", "|$(10.1.2.0/24)|", "$0*");
    private static final List<String> PROBES = List.of("a", "b", "A", "example", "COM", "tcp_local", "|", "|", "|", "@", ".", "-", "10.1.2.3", "10.9.9.9", "2001:db8::5", "TCP", "7", "é", "😀");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void aPatternMatchesAsTryingEveryWayDoes() throws Exception {
        int matched = 0;
        for (int i = 0; i < 5_000; i++) {
            String source = some(PATTERNS, 1 + random.nextInt(7));
            Optional<Pattern> pattern = pattern(source);
            if (pattern.isEmpty()) {
                continue;
            }
            String text = text(source);
            Optional<List<String>> plain = PlainMatcher.match(pattern.get().parts(), text);
            PatternMatch match = new PatternMatch(pattern.get(), new Probe(text));
            Optional<List<String>> compiled = match.matches() ? Optional.of(IntStream.range(0, pattern.get().saved()).mapToObj(match::saved).toList()) : Optional.empty();
            assertEquals(plain, compiled, () -> "seed " + seed + ", pattern " + source + ", text " + text);
            matched += compiled.isPresent() ? 1 : 0;
        }
        int found = matched;
        assertTrue(found > 100, () -> "only " + found + " matched, seed " + seed);
    }

    @Test
    void theIndexLeavesOutNoEntryThatWouldMatch() {
        int matched = 0;
        for (int i = 0; i < 150; i++) {
            List<String> sources = new ArrayList<>();
            while (sources.size() < 20) {
                String source = some(PATTERNS, 1 + random.nextInt(8));
                if (pattern(source).isPresent()) {
                    sources.add(source);
                }
            }
            String file = "T\n" + IntStream.range(0, sources.size()).mapToObj(n -> "  " + sources.get(n) + "  " + (random.nextInt(6) == 0 ? "$C" : "") + "entry" + n + "|10.1.2.3@example\n")
                    .collect(Collectors.joining());
            Mappings mappings = mappings(file, Lookups.NONE);
            for (int k = 0; k < 30; k++) {
                String probe = text(sources.get(random.nextInt(sources.size())));
                MappingAnswer compiled = mappings.ask("T", probe, Flags.NONE);
                assertEquals(mappings.ask("T", probe, Flags.NONE, tried -> { }), compiled, () -> "seed " + seed + ", probe " + probe + "\n" + file);
                matched += compiled instanceof MappingAnswer.Mapped ? 1 : 0;
            }
        }
        int found = matched;
        assertTrue(found > 250, () -> "only " + found + " matched, seed " + seed);
    }

    @Test
    void tenThousandEntriesAreNotAllTried() {
        StringBuilder file = new StringBuilder("BIG\n");
        for (int i = 0; i < 10_000; i++) {
            file.append(switch (i % 4) {
                case 0 -> "  *|user" + i + "@example.com|*|*  $N" + i + "\n";
                case 1 -> "  *|*@d" + i + ".example.com|*|*  $N" + i + "\n";
                case 2 -> "  TCP|*|*|$(10." + i / 250 + "." + i % 250 + ".0/24)|*  $N" + i + "\n";
                default -> "  192.0." + i / 250 + "." + i % 250 + "  $N" + i + "\n";
            });
        }
        MappingTable table = assertInstanceOf(MappingReading.Read.class, MappingReader.read(file.toString())).tables().table("BIG").orElseThrow();
        for (String probe : List.of("tcp_local|user4000@example.com|ims-ms|alice@example.com", "tcp_local|x@d4001.example.com|ims-ms|alice@example.com",
                "TCP|192.0.2.1|25|10.16.2.77|4711", "192.0.16.3", "nothing|of|all|this")) {
            int tried = table.index().candidates(new Probe(probe)).length;
            assertTrue(tried <= 50, () -> tried + " entries are tried for " + probe);
        }
    }

    @Test
    void whatLooksCostlyIsNot() throws Exception {
        Pattern stars = pattern("a*".repeat(100) + "b").orElseThrow();
        assertEquals(false, new PatternMatch(stars, new Probe("a".repeat(1500))).matches());
        Pattern fields = pattern("*|".repeat(20) + "x").orElseThrow();
        assertEquals(false, new PatternMatch(fields, new Probe("|".repeat(2000))).matches());
        Pattern digits = pattern("$D*$D*$D*$D*$D*$D*$D*x").orElseThrow();
        assertEquals(false, new PatternMatch(digits, new Probe("1".repeat(2000))).matches());
    }

    @Test
    void aBackMatchThatWouldTakeForeverIsUndecided() {
        Mappings mappings = mappings("T\n  *******$0*$1*$2*$3*x*  $Y\n  *  $Y\n", Lookups.NONE);
        MappingAnswer.Unavailable unavailable = assertInstanceOf(MappingAnswer.Unavailable.class, mappings.ask("T", "a".repeat(200), Flags.NONE));
        assertEquals("T, line 2: a match takes more than 200000 steps", unavailable.why());
    }

    private static Mappings mappings(String file, Lookups lookups) {
        return new Mappings(assertInstanceOf(MappingReading.Read.class, MappingReader.read(file)).tables(), lookups, new Random(1));
    }

    private static Optional<Pattern> pattern(String source) {
        try {
            return Optional.of(PatternReader.read(new Cursor(new PolicyLine(1, List.of(source)))));
        } catch (Cursor.Misread e) {
            return Optional.empty();
        }
    }

    private String some(List<String> pieces, int count) {
        return IntStream.range(0, count).mapToObj(i -> pieces.get(random.nextInt(pieces.size()))).collect(Collectors.joining());
    }

    /** Half of the time something like what the pattern asks for. */
    private String text(String source) {
        if (random.nextBoolean()) {
            return some(PROBES, random.nextInt(9));
        }
        String text = source.replace("$_*", "*").replace("$@*", "*").replaceAll("\\$D\\*", "77").replace("$A%", "q").replace("$[ab-]*", "b-a").replace("$0*", "a");
        text = text.replace("$(10.0.0.0/8)", "10.5.5.5").replace("$(10.1.0.0/16)", "10.1.9.9").replace("${2001:db8::/32}", "2001:DB8::7").replace("$(10.1.2.0/24)", "10.1.2.200");
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            out.append(c == '*' ? some(PROBES, random.nextInt(3)) : c == '%' ? "z" : String.valueOf(c));
        }
        return out.toString();
    }
}
