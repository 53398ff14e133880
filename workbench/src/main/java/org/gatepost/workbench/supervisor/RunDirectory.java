package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code var/run}: who runs here. One pid file for each of the four processes, and a lock that the supervisor holds as long as it lives,
 * so that a killed one is never taken for a living one.
 */
final class RunDirectory {

    /** In the order in which they are stopped. */
    static final List<String> PROCESSES = List.of("server", "store", "directory", "postgres");

    private final Path run;
    private final Path var;
    private Optional<FileLock> held = Optional.empty();

    RunDirectory(Path var) {
        this.var = var;
        this.run = var.resolve("run");
    }

    Path pidFile(String process) {
        return run.resolve(process + ".pid");
    }

    /** Takes the lock and writes this process's id into it; false when another supervisor holds it. Held until {@link #unlock()} or this process's end. */
    boolean lock() throws IOException {
        Files.createDirectories(run);
        FileChannel channel = FileChannel.open(run.resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return false;
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        // Kept reachable: a channel that is collected is closed, and its lock is gone.
        held = Optional.of(lock);
        return true;
    }

    void unlock() throws IOException {
        if (held.isPresent()) {
            held.get().channel().close();
            held = Optional.empty();
        }
    }

    /** The supervisor that holds the lock, if one does. */
    Optional<ProcessHandle> supervisor() throws IOException {
        Path file = run.resolve("supervisor.lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
            return lock != null ? Optional.empty() : handle(Files.readString(file));
        }
    }

    /** The living process whose id stands in a pid file and that was started for this directory. */
    Optional<ProcessHandle> running(String process) {
        try {
            return Files.exists(pidFile(process)) ? handle(Files.readString(pidFile(process))).filter(this::isOurs) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> handle(String pid) {
        try {
            return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A process id is used again sooner or later: only a command line that names our directory is one of ours. */
    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1).contains(var.toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends what a killed supervisor left running, server first, and removes what points to it. */
    void clear() throws IOException {
        for (String process : PROCESSES) {
            Optional<ProcessHandle> left = running(process);
            if (left.isPresent()) {
                end(left.get(), Duration.ofSeconds(process.equals("server") ? 30 : 10));
            }
            Files.deleteIfExists(pidFile(process));
        }
        Files.deleteIfExists(run.resolve("outcome"));
        clearPostmasterPid();
    }

    /** PostgreSQL refuses to start while postmaster.pid names any living process of its user. */
    private void clearPostmasterPid() throws IOException {
        Path file = var.resolve("pg/postmaster.pid");
        if (Files.exists(file)) {
            Optional<ProcessHandle> postmaster = handle(Files.readAllLines(file).getFirst()).filter(this::isOurs);
            if (postmaster.isPresent()) {
                end(postmaster.get(), Duration.ofSeconds(10));
            }
            Files.deleteIfExists(file);
        }
    }

    /** TERM, and KILL when that was not enough. */
    static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        if (!waitFor(process, patience)) {
            process.destroyForcibly();
            waitFor(process, Duration.ofSeconds(10));
        }
    }

    static boolean waitFor(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What came of the start: the {@code ready} line, or why not. */
    void outcome(String line) throws IOException {
        Path next = run.resolve("outcome.next");
        Files.writeString(next, line + "\n");
        Files.move(next, run.resolve("outcome"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    Optional<String> outcome() throws IOException {
        Path file = run.resolve("outcome");
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    void forgetOutcome() throws IOException {
        Files.deleteIfExists(run.resolve("outcome"));
    }
}
