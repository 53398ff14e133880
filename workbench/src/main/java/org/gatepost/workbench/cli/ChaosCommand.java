package org.gatepost.workbench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import org.gatepost.workbench.bench.harness.BenchSettings;
import org.gatepost.workbench.chaos.ChaosBench;
import org.gatepost.workbench.chaos.Fault;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench chaos}: in namespaces of its own where the machine has them, so that mounts and lost packets are nobody else's. */
@Command(name = "chaos", description = "Faults under load, and the books afterwards.")
final class ChaosCommand implements Callable<Integer> {

    private static final long SEED_BOUND = 1_000_000;

    @Option(names = "--rounds", defaultValue = "50", description = "how many; ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seed", description = "order of the faults and shape of the load; printed, random by default")
    private Optional<Long> seed;

    @Option(names = "--fault", split = ",", description = "only these, separated by commas: ${COMPLETION-CANDIDATES}")
    private List<Fault> faults = List.of();

    @Override
    public Integer call() throws Exception {
        long number = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(SEED_BOUND));
        Optional<List<String>> elsewhere = ChaosBench.elsewhere(command(number));
        if (elsewhere.isPresent()) {
            return runElsewhere(elsewhere.get());
        }
        BenchSettings settings = BenchSettings.from(System.getenv(), Gatepost.root(), System.getProperty("java.class.path"), BenchSettings.DEFAULT_ROUNDS);
        return new ChaosBench(settings, System.out).run(rounds, number, faults) ? 0 : 1;
    }

    private List<String> command(long number) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Xmx512m", "-Dgatepost.root=" + Gatepost.root(), "-cp", System.getProperty("java.class.path"), Gatepost.class.getName(), "bench",
                "chaos", "--rounds=" + rounds, "--seed=" + number));
        faults.forEach(fault -> command.add("--fault=" + fault.name()));
        return command;
    }

    private static int runElsewhere(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put(ChaosBench.mark(), "1");
        Process process = builder.start();
        Thread onSignal = new Thread(() -> end(process), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(onSignal);
        return code;
    }

    /** It stops its instance first. */
    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
