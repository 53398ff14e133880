package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.workbench.bench.harness.BenchSettings;
import org.gatepost.workbench.bench.harness.MachineDescription;
import org.gatepost.workbench.bench.result.Machine;
import org.gatepost.workbench.json.Json;

/**
 * The command {@code ./gatepost bench chaos}: plays rounds of faults, prints a table as it goes and writes {@code chaos-TIMESTAMP.json} and
 * {@code chaos-latest.json}. For one thread.
 */
public final class ChaosBench {

    private static final String ROW = "%3s  %-24s %8s %7s %8s %9s %4s %4s %8s %8s %5s  %s%n";
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final BenchSettings settings;
    private final PrintStream out;

    /** @param settings of all benchmarks; their number of rounds is not ours */
    public ChaosBench(BenchSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** The command that runs {@code command} where all faults can be struck; empty where it runs there already or the machine refuses. */
    public static Optional<List<String>> elsewhere(List<String> command) throws IOException, InterruptedException {
        if (System.getenv(Namespaces.OWN_NAMESPACES) != null) {
            return Optional.empty();
        }
        return Namespaces.inOwnNamespaces(command);
    }

    /** The environment variable that tells the command it runs in namespaces of its own; its value is 1. */
    public static String mark() {
        return Namespaces.OWN_NAMESPACES;
    }

    /**
     * Plays {@code rounds} rounds, all kinds this machine can have in turn, or only the kinds named.
     *
     * @param only names of {@link Fault}; empty for all
     * @return whether every promise was kept
     */
    public boolean run(int rounds, long seed, List<Fault> only) throws IOException, InterruptedException, SQLException {
        Instant at = Instant.now();
        Namespaces namespaces = Namespaces.probe();
        List<Fault> faults = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        for (Fault fault : only.isEmpty() ? List.of(Fault.values()) : only) {
            fault.refusedBy(namespaces).ifPresentOrElse(why -> skipped.put(fault.words(), why), () -> faults.add(fault));
        }
        List<Fault> plan = faults.isEmpty() ? List.of() : Chaos.plan(faults, rounds, seed);
        out.printf("chaos: %d rounds, seed %d%n", plan.size(), seed);
        skipped.forEach((fault, why) -> out.println("skipped: " + fault + ": " + why));
        List<Round> played = new ArrayList<>();
        Optional<String> broken = plan.isEmpty() ? Optional.of("no fault can be struck here") : play(plan, seed, namespaces, played);
        boolean kept = broken.isEmpty() && played.stream().allMatch(round -> round.findings().isEmpty());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bench", "chaos");
        tree.put("at", at.toString());
        Machine machine = MachineDescription.of(settings);
        tree.put("machine", machine.parts());
        tree.put("seed", seed);
        tree.put("everyPromiseKept", kept);
        broken.ifPresent(why -> tree.put("brokenOff", why));
        tree.put("skipped", skipped);
        tree.put("rounds", played.stream().map(ChaosBench::tree).toList());
        write(at, tree);
        return kept;
    }

    private Optional<String> play(List<Fault> plan, long seed, Namespaces namespaces, List<Round> played) throws IOException, InterruptedException, SQLException {
        out.printf(ROW, "", "fault", "accepted", "4xx", "no reply", "delivered", "dup", "lost", "no 250", "empty", "stuck", "");
        Ground ground = new Ground(settings, namespaces);
        Thread onSignal = new Thread(() -> close(ground), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            List<Round> whole = new Chaos(ground, seed, round -> {
                played.add(round);
                print(round);
            }).play(plan);
            if (!whole.getLast().equals(played.getLast())) {
                out.println("the last round, with what came late:");
                print(whole.getLast());
            }
            played.clear();
            played.addAll(whole);
            return Optional.empty();
        } catch (ChaosBroken e) {
            out.println("broken off: " + e.getMessage());
            return Optional.of(e.getMessage());
        } finally {
            close(ground);
            Runtime.getRuntime().removeShutdownHook(onSignal);
        }
    }

    private static void close(Ground ground) {
        try {
            ground.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(Round round) {
        out.printf(ROW, round.number(), round.fault(), round.accepted(), round.refused(), round.unanswered(), round.delivered(), round.duplicates(), round.lost(),
                seconds(round.outageMillis()), seconds(round.emptyMillis()), round.stuck(), round.findings().isEmpty() ? "ok" : "FOUND");
        round.findings().forEach(finding -> out.println("     " + finding));
        out.flush();
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private void write(Instant at, Map<String, Object> tree) throws IOException {
        Files.createDirectories(settings.directory());
        Path file = settings.directory().resolve("chaos-" + TIMESTAMP.format(at) + ".json");
        Files.writeString(file, Json.text(tree) + "\n");
        Files.copy(file, settings.directory().resolve("chaos-latest.json"), StandardCopyOption.REPLACE_EXISTING);
        out.println("wrote " + file);
    }

    private static Map<String, Object> tree(Round round) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("round", round.number());
        tree.put("fault", round.fault());
        tree.put("accepted", round.accepted());
        tree.put("refused4xx", round.refused());
        tree.put("noReply", round.unanswered());
        tree.put("delivered", round.delivered());
        tree.put("duplicates", round.duplicates());
        tree.put("lost", round.lost());
        tree.put("millisWithout250", round.outageMillis());
        tree.put("millisUntilEmpty", round.emptyMillis());
        tree.put("stuck", round.stuck());
        tree.put("findings", round.findings());
        return tree;
    }
}
