package org.gatepost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

class MappingReaderTest {

    private static final String ALL = "PORT_ACCESS\n\n! comment\n  *|*|*  $C$|INTERNAL_IP;$1|$Y$E\n  TCP|$(10.0.0.0/8)|$_*$D%$[a-z]*$0*  $:A$[lib.so,r,$=$0$_]$N421$ \\\n"
            + "declined$E\n\nINTERNAL_IP\n  ${2001:db8::/32}  $?50?${$0}$#n|36|4#$}$0,x{$]ldap:///$0[\n";

    private static List<SyntaxError> errors(String text) {
        return assertInstanceOf(MappingReading.Rejected.class, MappingReader.read(text)).errors();
    }

    private static MappingTables tables(String text) {
        return assertInstanceOf(MappingReading.Read.class, MappingReader.read(text)).tables();
    }

    @Test
    void m01NamesKeepTheirOrderAndTheirCaseDoesNotCount() {
        assertEquals(List.of("PORT_ACCESS", "INTERNAL_IP"), tables(ALL).names());
        assertTrue(tables(ALL).has("internal_ip"));
    }

    @Test
    void lineEndsMayBeThoseOfEitherKind() {
        assertEquals(tables(ALL).table("PORT_ACCESS").orElseThrow().entries().getLast().source(),
                tables(ALL.replace("\n", "\r\n")).table("PORT_ACCESS").orElseThrow().entries().getLast().source());
    }

    @Test
    void anErrorInAContinuedEntryIsSaidWhereItStands() {
        assertEquals(List.of(new SyntaxError(4, 2, "a number from 0 to 0: the pattern saves no more")), errors("T\n  *  $Ya\\\nbb\\\n$7\n"));
    }

    @Test
    void fiftyErrorsAreToldAndNoMore() {
        assertEquals(MappingReader.ERRORS_MAX, errors("T\n" + "  *\n".repeat(MappingReader.ERRORS_MAX + 1)).size());
    }

    @Test
    void filesEntriesAndTheirNumberHaveTheirLimits() {
        String longest = "  *  " + "x".repeat(MappingReader.ENTRY_MAX - 5);
        assertEquals(1, tables("T\n" + longest + "\n").names().size());
        assertEquals(List.of(new SyntaxError(2, 3, "at most 8192 characters in an entry")), errors("T\n" + longest + "x\n"));
        assertEquals(1, errors("x".repeat(MappingReader.FILE_MAX + 1)).size());
        String entries = " a b\n".repeat(MappingReader.ENTRIES_MAX);
        assertEquals(1, tables("T\n" + entries).names().size());
        assertEquals(List.of(new SyntaxError(MappingReader.ENTRIES_MAX + 2, 2, "at most 200000 entries")), errors("T\n" + entries + " a b\n"));
    }

    @Test
    void patternsAndTemplatesHaveTheirLimits() {
        assertEquals(1, tables("T\n  " + "*".repeat(PatternReader.PARTS_MAX) + "  $Y\n").names().size());
        assertEquals("at most 256 pieces in a pattern", errors("T\n  " + "*".repeat(PatternReader.PARTS_MAX + 1) + "  $Y\n").getFirst().expected());
        assertEquals(1, tables("T\n  *  " + "$Y".repeat(TemplateReader.PARTS_MAX) + "\n").names().size());
        assertEquals("at most 256 pieces in a template", errors("T\n  *  " + "$Y".repeat(TemplateReader.PARTS_MAX + 1) + "\n").getFirst().expected());
    }

    /** Whatever is written, it is read or rejected, every error lies within the text, and what is read answers. */
    @Test
    void whateverIsWrittenIsReadOrRejected() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder(ALL);
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "$*%|[]{}()<>#?:;=\\^_ \t\n0A!é\0".charAt(random.nextInt(28)));
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
        switch (MappingReader.read(text)) {
            case MappingReading.Read(MappingTables tables) -> {
                Mappings mappings = new Mappings(tables, Lookups.NONE.withGeneral(new GeneralDatabase(java.util.Map.of())), new Random(1));
                tables.names().forEach(name -> mappings.ask(name, "TCP|10.1.2.3|7abc7", Flags.of("A")));
            }
            case MappingReading.Rejected(List<SyntaxError> errors) -> {
                String[] lines = text.split("\n", -1);
                errors.forEach(error -> {
                    assertTrue(error.line() >= 1 && error.line() <= lines.length, error::toString);
                    assertTrue(error.column() >= 1 && error.column() <= lines[error.line() - 1].length() + 1, error::toString);
                });
            }
        }
    }
}
