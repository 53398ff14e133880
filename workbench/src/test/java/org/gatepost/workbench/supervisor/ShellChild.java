package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A shell in the server's place, one run after the other. For one thread. */
final class ShellChild {

    private final Path directory;
    private final BlockingQueue<Child> dead = new LinkedBlockingQueue<>();
    private Child child;

    ShellChild(Path directory) {
        this.directory = directory;
    }

    /** Starts a shell with that script, whose output is the log. */
    Child start(String script) throws IOException {
        child = new Child(new Child.Recipe("server", List.of("sh", "-c", script), Map.of("PATH", System.getenv("PATH")), "", directory.resolve("out")),
                directory.resolve("pid"), Duration.ofSeconds(5));
        child.start(dead::add);
        return child;
    }

    /** Those that ended without having been stopped. */
    BlockingQueue<Child> dead() {
        return dead;
    }

    void stop() throws IOException {
        if (child != null) {
            child.stop(Process::destroyForcibly);
        }
    }
}
