package org.gatepost.policytext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.gatepost.policytext.PolicyDocument.Row;
import org.gatepost.policytext.PolicyDocument.RowName;
import org.junit.jupiter.api.Test;

class PolicyTextTest {

    private static PolicyDocument read(String text) {
        return assertInstanceOf(PolicyReading.Read.class, PolicyText.read(text)).document();
    }

    private static List<String> errors(String text) {
        return assertInstanceOf(PolicyReading.Rejected.class, PolicyText.read(text)).errors().stream().map(LineError::toString).toList();
    }

    private static Row row(String table, List<String> key, String... columns) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            values.put(columns[i], columns[i + 1]);
        }
        return new Row(new RowName(table, key), values, 0);
    }

    private static Map<RowName, Map<String, String>> values(PolicyDocument document) {
        Map<RowName, Map<String, String>> values = new LinkedHashMap<>();
        document.rows().forEach(row -> values.put(row.name(), row.columns()));
        return values;
    }

    @Test
    void isWrittenSoThatAPersonCanReadIt() {
        PolicyDocument document = new PolicyDocument(List.of(row("channel", List.of("tcp_local"), "backoff", "PT5S PT30S", "keywords", "maytlsserver\nmaysaslserver"),
                row("mapping_table", List.of("PORT_ACCESS"), "entries", "  *  $Y\n")));
        assertEquals("""
                gatepost policy 1

                [channel tcp_local]
                backoff = PT5S PT30S
                keywords =
                | maytlsserver
                | maysaslserver

                [mapping_table PORT_ACCESS]
                entries =
                |   *  $Y
                |
                """, PolicyText.write(document));
    }

    @Test
    void whateverStandsInAColumnComesBackAsItWas() {
        Random random = new Random(20261126);
        String characters = "ab \t\n\r\\\"|#[]=\u0000\u0085\u00e9\u4e2d";
        for (int run = 0; run < 2_000; run++) {
            List<Row> rows = List.of(row("t", List.of(some(random, characters, 1), some(random, characters, 0)), "c", some(random, characters, 0), "d", some(random, characters, 0)));
            String text = PolicyText.write(new PolicyDocument(rows));
            PolicyDocument again = read(text);
            assertEquals(values(new PolicyDocument(rows)), values(again), text);
            assertEquals(text, PolicyText.write(again));
        }
    }

    private static String some(Random random, String characters, int least) {
        StringBuilder text = new StringBuilder();
        for (int left = least + random.nextInt(8); left > 0; left--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    @Test
    void commentsBlankLinesAndLineEndsOfOtherSystemsMeanNothing() {
        PolicyDocument document = read("# ours\r\ngatepost policy 1\r\n\r\n[t a]\r\n# why\r\nc = x\r\n");
        assertEquals(Map.of(new RowName("t", List.of("a")), Map.of("c", "x")), values(document));
        assertEquals(4, document.rows().iterator().next().line());
    }

    @Test
    void saysEverythingThatIsWrongByItsLine() {
        assertEquals(List.of("line 1: the first line is not 'gatepost policy 1'"), errors("[t a]\n"));
        assertEquals(List.of("line 2: c belongs to no row: a [table key] stands before it", "line 4: expected column = value: nonsense", "line 6: c is there twice",
                "line 7: t a stands at line 3 already", "line 8: a line of a value, and no column before it whose value stands below", "line 9: expected [table key]: [T]"),
                errors("gatepost policy 1\nc = x\n[t a]\nnonsense\nc = y\nc = z\n[t a]\n| text\n[T]\n"));
        assertEquals(1, errors("").size());
    }

    @Test
    void tellsNoMoreErrorsThanCanBeRead() {
        List<String> errors = errors("gatepost policy 1\n" + "nonsense\n".repeat(PolicyTextReader.ERRORS_MAX + 1));
        assertEquals(PolicyTextReader.ERRORS_MAX + 1, errors.size());
        assertTrue(errors.getLast().endsWith("and more"), errors.getLast());
    }

    @Test
    void hasNoMoreRowsThanItsLimit() {
        StringBuilder text = new StringBuilder("gatepost policy 1\n");
        for (int i = 0; i <= PolicyTextReader.ROWS_MAX; i++) {
            text.append("[t ").append(i).append("]\n");
        }
        assertEquals(List.of("line " + (PolicyTextReader.ROWS_MAX + 2) + ": more than " + PolicyTextReader.ROWS_MAX + " rows"), errors(text.toString()));
    }

    @Test
    void aDifferenceNamesRowsAndColumns() {
        PolicyDocument from = new PolicyDocument(List.of(row("t", List.of("a"), "c", "1", "d", "2"), row("t", List.of("gone"))));
        PolicyDocument to = new PolicyDocument(List.of(row("t", List.of("a"), "c", "1", "e", "3"), row("t", List.of("new"), "c", "9")));
        PolicyDifference difference = PolicyDifference.between(from, to);
        assertEquals(List.of(new RowName("t", List.of("new"))), difference.added().stream().map(Row::name).toList());
        assertEquals(List.of(new RowName("t", List.of("gone"))), difference.removed().stream().map(Row::name).toList());
        assertEquals(Map.of("d", new PolicyDifference.ChangedColumn(Optional.of("2"), Optional.empty()), "e", new PolicyDifference.ChangedColumn(Optional.empty(), Optional.of("3"))),
                difference.changed().getFirst().columns());
        assertTrue(PolicyDifference.between(to, to).isNone());
    }

    @Test
    void findsTheRowAnErrorOfCompilingIsAbout() {
        PolicyDocument document = read("gatepost policy 1\n[channel tcp]\n[channel tcp_local]\n");
        assertEquals(3, document.rowOf("channel tcp_local: backoff: no").orElseThrow().line());
        assertTrue(document.rowOf("no listener").isEmpty());
    }
}
