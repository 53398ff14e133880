package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.workbench.bench.result.Machine;

/** Looks at the machine that benchmarks run on. Measures its disk for a second. */
public final class MachineDescription {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration DISK_FOR = Duration.ofSeconds(1);
    private static final int BLOCK_OCTETS = 8_192;

    private MachineDescription() {
    }

    public static Machine of(BenchSettings settings) throws IOException, InterruptedException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("CPU", cpuModel(Files.readString(Path.of("/proc/cpuinfo"))));
        parts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        parts.put("memory", memory(Files.readString(Path.of("/proc/meminfo"))));
        parts.put("disk", fdatasyncsPerSecond(settings.work()) + " fdatasync/s of 8 KiB each");
        parts.put("kernel", Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        parts.put("JDK", Runtime.version() + " " + System.getProperty("java.vendor"));
        parts.put("Postfix", Program.installed("postconf") ? PostfixPeer.version() : "not installed");
        parts.put("PostgreSQL", postgres(settings.distribution().postgres().resolve("bin/postgres")));
        parts.put("Gatepost", commit(settings.distribution().root()));
        return new Machine(parts);
    }

    static String cpuModel(String cpuinfo) {
        return cpuinfo.lines().filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    static String memory(String meminfo) {
        long kibibytes = meminfo.lines().filter(line -> line.startsWith("MemTotal:")).map(line -> line.replaceAll("[^0-9]", "")).findFirst().map(Long::parseLong).orElse(0L);
        return Math.round(kibibytes / 1_048_576.0) + " GiB";
    }

    private static long fdatasyncsPerSecond(Path work) throws IOException {
        Files.createDirectories(work);
        Path file = Files.createTempFile(work, "disk", ".bench");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_OCTETS);
            long syncs = 0;
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < DISK_FOR.toNanos()) {
                // In the same place again and again, as a write-ahead log that is used again: the file's length does not change.
                channel.write(block.clear(), 0);
                channel.force(false);
                syncs++;
            }
            return Math.round(syncs * 1e9 / (System.nanoTime() - begun));
        } finally {
            Files.delete(file);
        }
    }

    private static String postgres(Path program) throws IOException, InterruptedException {
        return Files.isExecutable(program) ? Program.run(PATIENCE, List.of(program.toString(), "--version")).output().replace("postgres (PostgreSQL) ", "")
                : "not unpacked yet";
    }

    private static String commit(Path root) throws IOException, InterruptedException {
        if (!Program.installed("git")) {
            return "no git here to ask for the commit";
        }
        Program.Ended commit = Program.run(PATIENCE, List.of("git", "-C", root.toString(), "rev-parse", "--short", "HEAD"));
        boolean changed = !Program.run(PATIENCE, List.of("git", "-C", root.toString(), "status", "--porcelain", "--untracked-files=no")).output().isEmpty();
        return commit.status() == 0 ? "commit " + commit.output() + (changed ? " with changes" : "") : "not in a git work tree";
    }
}
