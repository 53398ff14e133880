package org.gatepost.workbench.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.files.Trees;

/**
 * A root directory for one peer: the machine's programs with the peer's laid over them, an {@code /etc} with its users, and a {@code /var} of its own. So a
 * peer finds everything where Debian has it and touches nothing of the machine's. One process at a time, stopped by its id. For one thread.
 */
final class OwnRoot implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final Path script;
    private final Path pid;
    private final Unpacked unpacked;
    private Optional<Process> process = Optional.empty();

    /** A fresh one; what an earlier, killed run left running in it is ended. */
    OwnRoot(Path under, String name, Unpacked unpacked) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new AssertionError("the peer " + name + " needs a root directory of its own, which only root may give it");
        }
        this.unpacked = unpacked;
        directory = under.resolve("roots").resolve(name);
        pid = under.resolve("roots").resolve(name + ".pid");
        script = under.resolve("own-root.sh");
        endFormer();
        Trees.delete(directory);
        Files.createDirectories(directory.resolve("etc/ssl/certs"));
        try (InputStream in = resource("own-root.sh")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        user("root", 0);
        user("nobody", 65_534);
        write("etc/nsswitch.conf", "hosts: files\n");
        write("etc/hosts", "127.0.0.1 localhost " + Neighbourhood.HOST + "\n");
        Files.copy(Path.of("/etc/services"), directory.resolve("etc/services"));
    }

    /** A file of the tests' resources. */
    static InputStream resource(String name) throws IOException {
        InputStream in = OwnRoot.class.getResourceAsStream("/interop/" + name);
        if (in == null) {
            throw new IOException("interop/" + name + " is missing");
        }
        return in;
    }

    Path at(String path) {
        return directory.resolve(path);
    }

    OwnRoot user(String user, int id) throws IOException {
        append("etc/passwd", user + ":x:" + id + ":" + id + "::/nonexistent:/bin/sh\n");
        append("etc/group", user + ":x:" + id + ":\n");
        return this;
    }

    private void append(String path, String line) throws IOException {
        Files.writeString(at(path), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    OwnRoot write(String path, String text) throws IOException {
        Files.createDirectories(at(path).getParent());
        Files.writeString(at(path), text);
        return this;
    }

    /** A resource with its {@code @NAMES@} filled in. */
    OwnRoot fill(String path, String resource, Map<String, String> values) throws IOException {
        String text;
        try (InputStream in = resource(resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return write(path, text);
    }

    /** @param owner user and group */
    OwnRoot directory(String path, int owner, String permissions) throws IOException {
        Files.createDirectories(at(path));
        return owned(path, owner, permissions);
    }

    OwnRoot owned(String path, int owner, String permissions) throws IOException {
        Files.setAttribute(at(path), "unix:uid", owner);
        Files.setAttribute(at(path), "unix:gid", owner);
        Files.setPosixFilePermissions(at(path), PosixFilePermissions.fromString(permissions));
        return this;
    }

    /** Runs a program in it to its end; it must succeed. */
    String run(String... command) throws IOException, InterruptedException {
        return Program.succeed(PATIENCE, inside(List.of(command))).output();
    }

    /** Starts the peer's program; what it says goes to {@code said}. */
    void start(String... command) throws IOException {
        Process started = new ProcessBuilder(inside(List.of(command))).redirectErrorStream(true).redirectOutput(at("said").toFile()).start();
        Files.writeString(pid, Long.toString(started.pid()));
        process = Optional.of(started);
    }

    private List<String> inside(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("unshare", "--mount", "sh", script.toString(), directory.toString(), unpacked.directory().toString()));
        whole.addAll(command);
        return whole;
    }

    /** What the peer logged, in a file or on its output. */
    String log(String path) throws IOException {
        return Files.exists(at(path)) ? Files.readString(at(path), StandardCharsets.ISO_8859_1) : "";
    }

    boolean isAlive() {
        return process.map(Process::isAlive).orElse(false);
    }

    @Override
    public void close() {
        process.ifPresent(running -> end(running.toHandle()));
        process = Optional.empty();
    }

    private static void end(ProcessHandle running) {
        running.destroy();
        try {
            running.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            running.destroyForcibly();
        }
    }

    /** A process id is believed only where that process says what it says into our file. */
    private void endFormer() throws IOException {
        if (Files.exists(pid)) {
            Optional<ProcessHandle> former = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
            if (former.isPresent() && isOurs(former.get())) {
                end(former.get());
            }
            Files.delete(pid);
        }
    }

    private boolean isOurs(ProcessHandle former) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(former.pid()), "fd", "1")).toString().startsWith(directory.toString());
        } catch (IOException e) {
            return false;
        }
    }
}
