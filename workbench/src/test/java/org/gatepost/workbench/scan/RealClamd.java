package org.gatepost.workbench.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.gatepost.adapter.scanner.Engines;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;

/**
 * Debian's clamd with one signature of our own, which knows the EICAR test file; on loopback, with everything it writes in a directory under
 * {@code target}. Stopped by its own process id.
 */
public final class RealClamd implements MortalEngine {

    /** The greatest stream it takes where a test wants no other; one octet more is answered with "size limit exceeded". */
    public static final int STREAM_OCTETS_MAX = 1024 * 1024;
    /** What it calls the test file: a signature from a file that nobody signed has this ending. */
    public static final String NAME = "Eicar-Test.UNOFFICIAL";

    private static final Path PROGRAM = Path.of("/usr/sbin/clamd");
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private final int port;
    private final Path home;
    private Optional<Process> process = Optional.empty();

    private RealClamd(int port, Path home) {
        this.port = port;
        this.home = home;
    }

    /** The EICAR test file, put together from pieces so that no scanner finds it in our sources. */
    public static String eicar() {
        return String.join("", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-", "FILE!$H+H*");
    }

    /** Starts one on 127.0.0.1 and waits until it answers. */
    public static RealClamd start(int port) throws IOException, InterruptedException {
        return start(port, STREAM_OCTETS_MAX);
    }

    /** The same, with another greatest stream. Where it does not start, nothing of it stays. */
    public static RealClamd start(int port, int streamOctetsMax) throws IOException, InterruptedException {
        RealClamd clamd = new RealClamd(port, Files.createTempDirectory(Files.createDirectories(Path.of("target")).toAbsolutePath(), "clamd-"));
        try {
            clamd.configure(streamOctetsMax);
            clamd.restart();
            return clamd;
        } catch (IOException | InterruptedException | RuntimeException e) {
            clamd.close();
            throw e;
        }
    }

    @Override
    public ScannerPolicy policy() {
        return EnginePolicies.of("clamd", port, "");
    }

    /** Starts it again after {@link #stop} or {@link #kill}, on the same port. */
    @Override
    public void restart() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", home.resolve("clamd.conf").toString()).redirectErrorStream(true)
                .redirectOutput(home.resolve("clamd.log").toFile()).start();
        process = Optional.of(started);
        Scanner ping = new Engines().create(EnginePolicies.of("clamd", port, ""));
        Instant latest = Instant.now().plus(START_MAX);
        while (!ping.answers(Duration.ofSeconds(1))) {
            if (!started.isAlive() || Instant.now().isAfter(latest)) {
                stop();
                throw new IOException("clamd did not start: " + Files.readString(home.resolve("clamd.log")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Ends it; nothing where it does not run. */
    public void stop() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            if (!process.get().waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }

    /** SIGKILL; nothing where it does not run. */
    @Override
    public void kill() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly().waitFor();
        }
    }

    /** SIGSTOP: it keeps its port and answers nothing. */
    @Override
    public void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    public int port() {
        return port;
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", name, Long.toString(process.orElseThrow().pid())).start();
        if (kill.waitFor() != 0) {
            try (InputStream error = kill.getErrorStream()) {
                throw new IOException("kill " + name + ": " + new String(error.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private void configure(int streamOctetsMax) throws IOException {
        Path signatures = Files.createDirectory(home.resolve("db"));
        String hex = HexFormat.of().formatHex(eicar().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(signatures.resolve("eicar.ndb"), "Eicar-Test:0:*:" + hex + "\n");
        Files.write(home.resolve("clamd.conf"), List.of("TCPSocket " + port, "TCPAddr 127.0.0.1", "DatabaseDirectory " + signatures, "Foreground yes",
                "TemporaryDirectory " + home, "StreamMaxLength " + streamOctetsMax, "MaxThreads 4", "User " + System.getProperty("user.name")));
    }

    /** Stops it, paused or not, and removes what it wrote. */
    @Override
    public void close() throws IOException {
        try {
            if (process.filter(Process::isAlive).isPresent()) {
                resume();
            }
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.ifPresent(Process::destroyForcibly);
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
