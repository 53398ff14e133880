package org.gatepost.workbench.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {

    private static final Machine MACHINE = new Machine(new LinkedHashMap<>(Map.of("CPU", "an \"honest\" one")));

    private static Result result() {
        Report report = new Report();
        report.gatepost("accepted", "messages/s", 700);
        report.beside("Postfix", "accepted", "messages/s", 100);
        report.gatepost("accepted", "messages/s", 500);
        report.beside("Postfix", "accepted", "messages/s", 100);
        report.note("small");
        report.note("small");
        return new Result("accept", "messages a second", Instant.parse("2026-01-02T03:04:05Z"), Duration.ofMillis(1_500), report.measurements(),
                List.of(Target.ratioAtLeast("accepted", 6), Target.atMost("p99", 25)), report.notes());
    }

    @Test
    void theReportKeepsTheRunsOfEachSideInOrderAndANoteOnce() {
        Measurement found = result().measurements().getFirst();
        assertEquals(List.of(700.0, 500.0), found.runs());
        assertEquals(List.of(100.0, 100.0), found.beside().orElseThrow().runs());
        assertEquals(List.of("small"), result().notes());
    }

    @Test
    void aMeasurementHasOneUnit() {
        Report report = new Report();
        report.gatepost("p50", "ms", 1);
        assertThrows(IllegalArgumentException.class, () -> report.gatepost("p50", "s", 1));
    }

    @Test
    void theTableHasMediansRatioFigureAndVerdict() {
        String table = ResultTable.text(List.of(result()));
        assertTrue(table.lines().anyMatch(line -> line.matches("accept +accepted +messages/s +600 +100 +Postfix +6 +ratio >= 6 +reached")), table);
    }

    @Test
    void theTableSaysWhatWasNotMeasured() {
        String table = ResultTable.text(List.of(result()));
        assertTrue(table.lines().anyMatch(line -> line.matches("accept +p99 +<= 25 +not measured")), table);
    }

    @Test
    void theMarkdownHasTheMachineAndTheNotes() {
        String markdown = ResultTable.markdown(List.of(result()), MACHINE);
        assertTrue(markdown.startsWith("- CPU: an \"honest\" one\n\n| bench |"), markdown);
        assertTrue(markdown.contains("| accept | accepted | messages/s | 600 | 100 | Postfix | 6 | ratio >= 6 | reached |\n"), markdown);
        assertTrue(markdown.endsWith("- accept: small\n"), markdown);
    }

    @Test
    void theFileIsNamedByBenchAndTimeAndItsCopyIsTheLatest(@TempDir Path directory) throws IOException {
        Path file = ResultFile.write(directory.resolve("bench"), result(), MACHINE);
        assertEquals("accept-20260102T030405Z.json", file.getFileName().toString());
        assertEquals(Files.readString(file), Files.readString(directory.resolve("bench/accept-latest.json")));
    }

    @Test
    void theFileHoldsEveryRunAndTheVerdict(@TempDir Path directory) throws IOException {
        String json = Files.readString(ResultFile.write(directory, result(), MACHINE)).replaceAll("\\s+", " ");
        assertTrue(json.contains("\"runs\": [700, 500], \"median\": 600, \"beside\": {"), json);
        assertTrue(json.contains("\"ratio\": 6,"), json);
        assertTrue(json.contains("\"verdict\": \"reached\""), json);
        assertTrue(json.contains("\"CPU\": \"an \\\"honest\\\" one\""), json);
        assertTrue(json.contains("\"seconds\": 1.5000,"), json);
    }
}
