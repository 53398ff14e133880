package org.gatepost.workbench.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.json.Json;

/** Results as JSON files: {@code NAME-TIMESTAMP.json} for each run of a benchmark, and {@code NAME-latest.json} as a copy of the last. */
public final class ResultFile {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private ResultFile() {
    }

    /** Writes both files into {@code directory}, which is made if need be; returns the one with the time in its name. */
    public static Path write(Path directory, Result result, Machine machine) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(result.name() + "-" + TIMESTAMP.format(result.at()) + ".json");
        Files.writeString(file, Json.text(tree(result, machine)) + "\n");
        Files.copy(file, directory.resolve(result.name() + "-latest.json"), StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    static Map<String, Object> tree(Result result, Machine machine) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bench", result.name());
        tree.put("measures", result.measures());
        tree.put("at", result.at().toString());
        tree.put("seconds", result.took().toMillis() / 1_000.0);
        tree.put("machine", machine.parts());
        tree.put("measurements", result.measurements().stream().map(found -> measurement(found, result.targetsOf(found))).toList());
        tree.put("notMeasured", result.unmeasured().stream().map(target -> target(target, "")).toList());
        tree.put("notes", result.notes());
        return tree;
    }

    private static Map<String, Object> measurement(Measurement found, List<Target> targets) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", found.name());
        tree.put("unit", found.unit());
        tree.put("runs", found.runs());
        tree.put("median", found.median());
        found.beside().ifPresent(beside -> tree.put("beside", new LinkedHashMap<>(Map.of("what", beside.what(), "runs", beside.runs(), "median", beside.median()))));
        found.ratio().ifPresent(ratio -> tree.put("ratio", ratio));
        tree.put("targets", targets.stream().map(target -> {
            Map<String, Object> wanted = target(target, found.unit());
            wanted.put("verdict", target.verdict(found).text());
            return wanted;
        }).toList());
        return tree;
    }

    private static Map<String, Object> target(Target target, String unit) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("measurement", target.measurement());
        tree.put("text", target.text(unit));
        tree.put("figure", target.figure());
        return tree;
    }
}
