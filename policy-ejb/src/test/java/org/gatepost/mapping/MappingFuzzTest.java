package org.gatepost.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The mapping engine, given anything: a file is read or rejected with places that exist, a probe is answered within the engine's own bounds, and the index changes no
 * answer. Its seeds are the files under {@code MappingFuzzTestInputs}.
 */
class MappingFuzzTest {

    private static final Lookups LOOKUPS = Lookups.NONE.withGeneral(new GeneralDatabase(Map.of("a", "b"))).withUrls(LookupAnswer::found)
            .withRoutine("lib", "ask", argument -> argument.isEmpty() ? new LookupAnswer.Failure("no") : LookupAnswer.found(argument));

    /** A whole file; what stands behind the first NUL is asked of each of its tables. */
    @FuzzTest
    void file(byte[] octets) {
        answers(octets, "", "");
    }

    /** A pattern, with a NUL before what it is held against. */
    @FuzzTest
    void pattern(byte[] octets) {
        answers(octets, "T\n  ", "  $0$Y\n  *  $N\n");
    }

    /** A template, with a NUL before what it is asked with. */
    @FuzzTest
    void template(byte[] octets) {
        answers(octets, "T\n  *|*|*  ", "\n  *  $N\n");
    }

    private static void answers(byte[] octets, String before, String behind) {
        String all = new String(octets, ISO_8859_1);
        int cut = all.indexOf('\0');
        String text = before + (cut < 0 ? all : all.substring(0, cut)) + behind;
        String probe = cut < 0 ? "x|y@z.example|192.0.2.1" : all.substring(cut + 1);
        switch (MappingReader.read(text)) {
            case MappingReading.Read(MappingTables tables) -> {
                for (String name : tables.names()) {
                    MappingAnswer answer = mappings(tables).ask(name, probe, Flags.of("A"));
                    MappingAnswer byAll = mappings(tables).ask(name, probe, Flags.of("A"), tried -> { });
                    // The index left no entry out; one that it passes over may be too costly to be tried.
                    assertTrue(byAll instanceof MappingAnswer.Unavailable || byAll.equals(answer), () -> byAll + " and not " + answer);
                    assertTrue(!(answer instanceof MappingAnswer.Mapped(String output, Flags flags)) || output.length() <= Mappings.TEXT_MAX + probe.length(), "an output is bounded");
                }
            }
            case MappingReading.Rejected(var errors) -> {
                assertFalse(errors.isEmpty());
                errors.forEach(error -> assertTrue(error.line() > 0 && error.column() > 0 && !error.expected().isEmpty(), error.toString()));
            }
        }
    }

    private static Mappings mappings(MappingTables tables) {
        return new Mappings(tables, LOOKUPS, new Random(1));
    }
}
