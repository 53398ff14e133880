package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What this machine lets us do to ourselves: small file systems and dropped packets, both only within namespaces made for the trial, so that nothing
 * outside of it is touched and all is gone with its last process. For one thread.
 */
final class Namespaces {

    /** Set in the environment of a trial that runs in namespaces of its own. */
    static final String OWN_NAMESPACES = "GATEPOST_CHAOS_NAMESPACES";
    private static final long PROGRAM_SECONDS = 60;
    private static final List<String> FILTERS = List.of("iptables", "iptables-legacy");

    private final Optional<String> filter;
    private final boolean mounts;
    private final Deque<Path> mounted = new ArrayDeque<>();

    private Namespaces(Optional<String> filter, boolean mounts) {
        this.filter = filter;
        this.mounts = mounts;
    }

    /** Finds out, without leaving a trace. */
    static Namespaces probe() throws IOException, InterruptedException {
        if (!"1".equals(System.getenv(OWN_NAMESPACES))) {
            return new Namespaces(Optional.empty(), false);
        }
        Optional<String> filter = Optional.empty();
        for (String candidate : FILTERS) {
            if (filter.isEmpty() && succeeds(candidate, "-A", "INPUT", "-p", "tcp", "--dport", "1", "-m", "statistic", "--mode", "random", "--probability", "0.5", "-j", "DROP")) {
                filter = Optional.of(candidate);
                succeeds(candidate, "-F", "INPUT");
            }
        }
        Path place = Files.createTempDirectory("gatepost-mount");
        boolean mounts = succeeds("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place.toString()) && succeeds("umount", place.toString());
        Files.deleteIfExists(place);
        return new Namespaces(filter, mounts);
    }

    /** The command that runs {@code command} in namespaces of its own, or empty where the machine refuses them. */
    static Optional<List<String>> inOwnNamespaces(List<String> command) throws IOException, InterruptedException {
        for (List<String> unshare : List.of(List.of("unshare", "--net", "--mount"), List.of("unshare", "--user", "--map-root-user", "--net", "--mount"))) {
            List<String> whole = new ArrayList<>(unshare);
            whole.addAll(List.of("--", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
            List<String> probe = new ArrayList<>(whole);
            probe.add("true");
            if (succeeds(probe.toArray(String[]::new))) {
                whole.addAll(command);
                return Optional.of(List.copyOf(whole));
            }
        }
        return Optional.empty();
    }

    boolean canMount() {
        return mounts;
    }

    boolean canDropPackets() {
        return filter.isPresent();
    }

    /** Lays an empty file system of that size over a directory. */
    void mountSmall(Path directory, int megabytes) throws IOException, InterruptedException {
        run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", directory.toString());
        mounted.push(directory);
    }

    /** Takes away what was mounted; what is busy stays until the namespace ends. */
    void unmountAll() {
        while (!mounted.isEmpty()) {
            try {
                succeeds("umount", mounted.pop().toString());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** From now on that part of the packets to and from these ports is lost; 1 is all of them. */
    void dropPackets(List<Integer> ports, double part) throws IOException, InterruptedException {
        String list = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
        for (String direction : List.of("--dports", "--sports")) {
            run(filter.orElseThrow(), "-A", "INPUT", "-p", "tcp", "-m", "multiport", direction, list, "-m", "statistic", "--mode", "random", "--probability",
                    String.valueOf(part), "-j", "DROP");
        }
    }

    /** Every packet arrives again. */
    void dropNone() throws IOException, InterruptedException {
        run(filter.orElseThrow(), "-F", "INPUT");
    }

    void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        run("sh", "-c", "kill -" + signal + " " + process.pid());
    }

    /** Runs a program that must succeed. */
    void run(String... command) throws IOException, InterruptedException {
        if (!succeeds(command)) {
            throw new IOException("failed: " + String.join(" ", command));
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            // Not installed.
            return false;
        }
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("does not end: " + String.join(" ", command) + ": " + said);
            }
            return process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
