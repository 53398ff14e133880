package org.gatepost.workbench.bench.harness;

import java.nio.file.Path;
import java.util.Map;

import org.gatepost.workbench.supervisor.Distribution;

/**
 * What all benchmarks of one call share.
 *
 * @param distribution what the build made
 * @param classPath the workbench's classes, which stay as they are meanwhile
 * @param directory where results go; {@code work} below it holds every server's state, so that all of them write to the same disk
 * @param portOffset added to Gatepost's default ports; the peer listens on 2510 and the sink on 2600 plus the same
 * @param rounds how often each server is measured, in turn
 */
public record BenchSettings(Distribution distribution, String classPath, Path directory, int portOffset, int rounds) {

    /** Clear of an instance on the default ports and of the tests' (3000). */
    public static final int DEFAULT_PORT_OFFSET = 4_500;
    public static final int DEFAULT_ROUNDS = 3;
    private static final int ROUNDS_MAX = 20;

    public BenchSettings {
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new IllegalArgumentException("rounds are 1 to " + ROUNDS_MAX + ", not " + rounds);
        }
    }

    /**
     * From the environment: GATEPOST_VAR, under which results go to {@code bench}, and GATEPOST_BENCH_PORT_OFFSET.
     *
     * @param root the repository
     */
    public static BenchSettings from(Map<String, String> environment, Path root, String classPath, int rounds) {
        String var = environment.getOrDefault("GATEPOST_VAR", "").strip();
        Path directory = (var.isEmpty() ? root.resolve("var") : root.resolve(var)).toAbsolutePath().normalize().resolve("bench");
        String offset = environment.getOrDefault("GATEPOST_BENCH_PORT_OFFSET", "").strip();
        return new BenchSettings(Distribution.builtIn(root), classPath, directory, offset.isEmpty() ? DEFAULT_PORT_OFFSET : Integer.parseInt(offset), rounds);
    }

    public Path work() {
        return directory.resolve("work");
    }

    public int peerPort() {
        return 2_510 + portOffset;
    }

    public int sinkPort() {
        return 2_600 + portOffset;
    }
}
