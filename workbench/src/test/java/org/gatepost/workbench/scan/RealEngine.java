package org.gatepost.workbench.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * One of Debian's engines as a process of the test, on loopback, with everything it writes in a directory of its own. It ends with its children, by their own
 * process ids.
 */
public final class RealEngine implements MortalEngine {

    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final ScannerPolicy policy;
    private final Path home;
    private final List<String> command;
    private Process process;

    /** @param home where its configuration lies */
    RealEngine(ScannerPolicy policy, Path home, String... command) {
        this.policy = policy;
        this.home = home;
        this.command = List.of(command);
    }

    /** A directory for an engine's files that an engine which gave up its rights may read and write. */
    static Path home(String name) throws IOException {
        Path home = Files.createTempDirectory(Path.of("/tmp"), "gatepost-" + name + "-");
        home.toFile().setReadable(true, false);
        home.toFile().setExecutable(true, false);
        home.toFile().setWritable(true, false);
        return home;
    }

    /** Starts it and waits until it answers. */
    public RealEngine start() throws IOException, InterruptedException {
        process = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true).redirectOutput(home.resolve("output").toFile()).start();
        Scanner ping = scanner();
        Instant latest = Instant.now().plus(START_MAX);
        while (!ping.answers(Duration.ofSeconds(1))) {
            if (!process.isAlive() || Instant.now().isAfter(latest)) {
                kill();
                throw new IOException(command.getFirst() + " did not start: " + Files.readString(home.resolve("output")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return this;
    }

    Scanner scanner() {
        return new Engines().create(policy);
    }

    @Override
    public ScannerPolicy policy() {
        return policy;
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        start();
    }

    @Override
    public void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> kill = new ArrayList<>(List.of("kill", "-" + name));
        kill.add(Long.toString(process.pid()));
        process.descendants().forEach(child -> kill.add(Long.toString(child.pid())));
        new ProcessBuilder(kill).inheritIO().start().waitFor();
    }

    @Override
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
