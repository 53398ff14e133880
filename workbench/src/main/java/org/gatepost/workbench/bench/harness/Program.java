package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs somebody else's program to its end. */
public final class Program {

    /** Long enough for any that is not stuck. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private Program() {
    }

    /** How a program ended, what it said on both outputs, and how long it took. */
    public record Ended(int status, String output, Duration took) {
    }

    /** @throws BenchFailed if it does not end within {@code patience}; it is killed then */
    public static Ended run(Duration patience, List<String> command) throws IOException, InterruptedException {
        return run(patience, command, "");
    }

    /** The same with that on its standard input. */
    public static Ended run(Duration patience, List<String> command, String input) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bench", ".out");
        Path in = Files.createTempFile("bench", ".in");
        try {
            Files.writeString(in, input);
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).redirectInput(in.toFile()).start();
            boolean ended = waited(process, patience);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            if (!ended) {
                throw new BenchFailed(command.getFirst() + " did not end within " + patience.toSeconds() + " s: " + Files.readString(output).strip());
            }
            return new Ended(process.exitValue(), Files.readString(output).strip(), took);
        } finally {
            Files.delete(output);
            Files.delete(in);
        }
    }

    private static boolean waited(Process process, Duration patience) throws InterruptedException {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
    }

    /** @throws BenchFailed if it does not end with 0 */
    public static Ended succeed(Duration patience, List<String> command) throws IOException, InterruptedException {
        Ended ended = run(patience, command);
        if (ended.status() != 0) {
            throw new BenchFailed(String.join(" ", command) + " ended with " + ended.status() + ": " + ended.output());
        }
        return ended;
    }

    /** Whether a program of this name is to be found: on the PATH, or in the directories of the system's own, which an ordinary PATH may lack. */
    public static boolean installed(String name) {
        return Arrays.stream((System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin").split(":"))
                .anyMatch(directory -> !directory.isEmpty() && Files.isExecutable(Path.of(directory, name)));
    }
}
