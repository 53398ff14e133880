package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.unboundid.util.json.JSONArray;
import com.unboundid.util.json.JSONBoolean;
import com.unboundid.util.json.JSONNumber;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONString;
import com.unboundid.util.json.JSONValue;

/** The command {@code ./gatepost bench chaos}: plays rounds of faults, prints a table as it goes and writes {@code chaos.json}. */
public final class ChaosBench {

    private static final String ROW = "%3s  %-24s %8s %7s %8s %9s %4s %4s %8s %8s %5s  %s%n";

    private final Path root;
    private final Path directory;
    private final Map<String, String> environment;
    private final PrintStream out;

    /**
     * @param root the repository
     * @param directory where the trial's instance lies while it runs, and the result afterwards
     * @param environment settings of the instance; what the trial decides itself is replaced
     */
    public ChaosBench(Path root, Path directory, Map<String, String> environment, PrintStream out) {
        this.root = root;
        this.directory = directory.toAbsolutePath().normalize();
        this.environment = new TreeMap<>(environment);
        this.out = out;
    }

    /** The command that runs {@code command} where all faults can be struck; empty where it runs there already or the machine refuses. */
    public static Optional<List<String>> elsewhere(List<String> command) throws IOException, InterruptedException {
        if (System.getenv(Machine.OWN_NAMESPACES) != null) {
            return Optional.empty();
        }
        return Machine.inOwnNamespaces(command);
    }

    /** The environment variable that tells the command it runs in namespaces of its own; its value is 1. */
    public static String mark() {
        return Machine.OWN_NAMESPACES;
    }

    /**
     * Plays {@code rounds} rounds, all kinds this machine can have in turn, or only the kinds named.
     *
     * @param only names of {@link Fault}; empty for all
     * @return whether every promise was kept
     */
    public boolean run(int rounds, long seed, List<Fault> only) throws IOException, InterruptedException, SQLException {
        Machine machine = Machine.probe();
        List<Fault> faults = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        for (Fault fault : only.isEmpty() ? List.of(Fault.values()) : only) {
            fault.refusedBy(machine).ifPresentOrElse(why -> skipped.put(fault.words(), why), () -> faults.add(fault));
        }
        List<Fault> plan = Chaos.plan(faults, rounds, seed);
        out.printf("chaos: %d rounds, seed %d%n", plan.size(), seed);
        skipped.forEach((fault, why) -> out.println("skipped: " + fault + ": " + why));
        out.printf(ROW, "", "fault", "accepted", "4xx", "no reply", "delivered", "dup", "lost", "no 250", "empty", "stuck", "");
        List<Round> played = new ArrayList<>();
        Optional<String> broken = Optional.empty();
        Ground ground = new Ground(root, directory.resolve("chaos"), environment, machine);
        Thread onSignal = new Thread(() -> close(ground), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            new Chaos(ground, seed, round -> {
                played.add(round);
                print(round);
            }).play(plan).getLast().findings().stream().filter(finding -> !played.getLast().findings().contains(finding)).forEach(finding -> out.println("     " + finding));
        } catch (ChaosBroken e) {
            broken = Optional.of(e.getMessage());
            out.println("broken off: " + e.getMessage());
        } finally {
            close(ground);
            Runtime.getRuntime().removeShutdownHook(onSignal);
        }
        write(seed, played, skipped, broken);
        return broken.isEmpty() && played.stream().allMatch(round -> round.findings().isEmpty());
    }

    private static void close(Ground ground) {
        try {
            ground.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void print(Round round) {
        out.printf(ROW, round.number(), round.fault(), round.accepted(), round.refused(), round.unanswered(), round.delivered(), round.duplicates(), round.lost(),
                seconds(round.outageMillis()), seconds(round.emptyMillis()), round.stuck(), round.findings().isEmpty() ? "ok" : "FOUND");
        round.findings().forEach(finding -> out.println("     " + finding));
        out.flush();
    }

    private static String seconds(long millis) {
        return String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private void write(long seed, List<Round> played, Map<String, String> skipped, Optional<String> broken) throws IOException {
        Map<String, JSONValue> result = new LinkedHashMap<>();
        result.put("bench", new JSONString("chaos"));
        result.put("seed", new JSONNumber(seed));
        result.put("kept", broken.isEmpty() && played.stream().allMatch(round -> round.findings().isEmpty()) ? JSONBoolean.TRUE : JSONBoolean.FALSE);
        broken.ifPresent(why -> result.put("brokenOff", new JSONString(why)));
        Map<String, JSONValue> why = new LinkedHashMap<>();
        skipped.forEach((fault, reason) -> why.put(fault, new JSONString(reason)));
        result.put("skipped", new JSONObject(why));
        result.put("rounds", new JSONArray(played.stream().map(ChaosBench::json).toList()));
        Files.createDirectories(directory);
        Path file = directory.resolve("chaos.json");
        Files.writeString(file, new JSONObject(result).toMultiLineString() + "\n");
        out.println("written: " + file);
    }

    private static JSONValue json(Round round) {
        Map<String, JSONValue> fields = new LinkedHashMap<>();
        fields.put("round", new JSONNumber(round.number()));
        fields.put("fault", new JSONString(round.fault()));
        fields.put("accepted", new JSONNumber(round.accepted()));
        fields.put("refused4xx", new JSONNumber(round.refused()));
        fields.put("noReply", new JSONNumber(round.unanswered()));
        fields.put("delivered", new JSONNumber(round.delivered()));
        fields.put("duplicates", new JSONNumber(round.duplicates()));
        fields.put("lost", new JSONNumber(round.lost()));
        fields.put("millisWithout250", new JSONNumber(round.outageMillis()));
        fields.put("millisUntilEmpty", new JSONNumber(round.emptyMillis()));
        fields.put("stuck", new JSONNumber(round.stuck()));
        fields.put("findings", new JSONArray(round.findings().stream().map(finding -> (JSONValue) new JSONString(finding)).toList()));
        return new JSONObject(fields);
    }
}
