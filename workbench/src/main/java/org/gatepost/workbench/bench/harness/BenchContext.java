package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.files.Trees;

/**
 * What a benchmark is given: servers started for it and stopped after it, a directory on the disk that all servers write to, and somebody to
 * tell how it goes. For one thread.
 */
public final class BenchContext {

    /** A measurement that several benchmarks report from. */
    public interface Shared<T> {
        T measure() throws Exception;
    }

    private final BenchSettings settings;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<Class<?>, Object> shared = new HashMap<>();

    /** @param progress what there is to tell a waiting person, a line at a time */
    public BenchContext(BenchSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    public BenchSettings settings() {
        return settings;
    }

    public void say(String line) {
        progress.accept(line);
    }

    /** An empty directory of this name on the disk that every server writes to. */
    public Path freshDirectory(String name) throws IOException {
        Path directory = settings.work().resolve(name);
        Trees.delete(directory);
        return Files.createDirectories(directory);
    }

    /**
     * Starts a Gatepost as users start it, with default settings and an empty database, and waits until it is ready. One at a time.
     *
     * @param extra settings on top, such as GATEPOST_STORE
     */
    public TrialGatepost gatepost(Map<String, String> extra) throws IOException, InterruptedException {
        say("starting Gatepost");
        return closing(TrialGatepost.fresh(settings, extra));
    }

    /**
     * Starts Debian's Postfix in a private instance that relays to the sink's port, if it is installed and we are root; says in the report why
     * not otherwise. One at a time.
     *
     * @param transport {@code smtp} or {@code lmtp}, to the sink
     * @param milters as Postfix's {@code smtpd_milters}; empty for none
     */
    public Optional<PostfixPeer> peer(Report report, String transport, String milters) throws IOException, InterruptedException {
        Optional<String> obstacle = PostfixPeer.obstacle(settings.work());
        if (obstacle.isPresent()) {
            say("no peer: " + obstacle.get());
            report.note("no peer: " + obstacle.get());
            return Optional.empty();
        }
        say("starting Postfix");
        return Optional.of(closing(PostfixPeer.started(freshDirectory("postfix"), settings.peerPort(), settings.sinkPort(), transport, milters)));
    }

    /** Starts smtp-sink on the sink's port. */
    public SmtpSink sink(SmtpSink.Protocol protocol) throws IOException, InterruptedException {
        return closing(SmtpSink.started(freshDirectory("sink").resolve("counter"), settings.sinkPort(), protocol));
    }

    /** Has {@code resource} closed when the benchmark has ended, the last first. */
    public <T extends AutoCloseable> T closing(T resource) {
        started.push(resource);
        return resource;
    }

    /** What {@code measurement} finds; measured once in a call of bench, however many benchmarks report from it. */
    public <T> T once(Class<T> type, Shared<T> measurement) throws Exception {
        if (!shared.containsKey(type)) {
            shared.put(type, measurement.measure());
        }
        return type.cast(shared.get(type));
    }

    /** Stops all that was started for the benchmark that has ended. */
    public void stopAll() throws Exception {
        Exception first = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
