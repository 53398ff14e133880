package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One of the four processes: how it is started, watched and stopped. Once stopped it never starts again, whoever asks: stop wins.
 * Safe for use by several threads.
 */
final class Child {

    /** What to run. {@code input} is written to its standard input; secrets travel there or in the environment, never in the command. */
    record Recipe(String name, List<String> command, Map<String, String> environment, String input, Path log) {
        Recipe {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    private final Recipe recipe;
    private final Path pidFile;
    private final Duration patience;
    private Process process;
    private boolean stopped;

    /** @param patience how long a polite stop may take before it is killed */
    Child(Recipe recipe, Path pidFile, Duration patience) {
        this.recipe = recipe;
        this.pidFile = pidFile;
        this.patience = patience;
    }

    String name() {
        return recipe.name();
    }

    Path log() {
        return recipe.log();
    }

    /** Starts it, and calls {@code died} once if it ends without having been stopped. */
    synchronized void start(Consumer<Child> died) throws IOException {
        if (stopped) {
            return;
        }
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C at the terminal reaches the supervisor alone, which then stops everything in order.
        command.add("setsid");
        command.addAll(recipe.command());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(recipe.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(recipe.environment());
        Process started = builder.start();
        process = started;
        Files.writeString(pidFile, started.pid() + "\n");
        try (OutputStream input = started.getOutputStream()) {
            input.write(recipe.input().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // It ended before it read: its end is reported below.
        }
        started.onExit().thenAccept(ended -> {
            if (!isStopped()) {
                died.accept(this);
            }
        });
    }

    /** The process of the last start; none before the first. */
    synchronized Optional<Process> run() {
        return Optional.ofNullable(process);
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** How the last run ended, in words. */
    synchronized String ending() {
        int code = process.exitValue();
        return code > 128 ? "signal " + (code - 128) : "exit code " + code;
    }

    /** TERM (for PostgreSQL the supervisor sends INT by {@code politely}), then KILL; returns when it is gone. */
    void stop(Consumer<Process> politely) throws IOException {
        Process last;
        synchronized (this) {
            stopped = true;
            last = process;
        }
        if (last != null && last.isAlive()) {
            politely.accept(last);
            if (!RunDirectory.waitFor(last.toHandle(), patience)) {
                // With what it started, such as the virtual machine that makes an AOT cache: that would outlive it.
                last.descendants().forEach(ProcessHandle::destroyForcibly);
                last.destroyForcibly();
                RunDirectory.waitFor(last.toHandle(), Duration.ofSeconds(10));
            }
        }
        Files.deleteIfExists(pidFile);
    }
}
