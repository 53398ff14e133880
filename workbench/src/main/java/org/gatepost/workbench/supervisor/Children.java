package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The processes of one instance: which run, which died, and how often. Once {@link #stopAll()} was called nothing starts any more.
 * Safe for use by several threads.
 */
final class Children {

    private static final int DEATHS_MAX = 6;
    private static final Duration DEATHS_WITHIN = Duration.ofMinutes(1);
    /** After the first, second, ... death within a minute: what dies at once gets time to find its disk with room again, and each start still comes within 5 s. */
    private static final long[] PAUSE_BEFORE_RESTART_MILLIS = {1_000, 2_000, 4_000};
    private static final long LOOK_AGAIN_MILLIS = 100;
    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunDirectory run;
    private final Consumer<String> say;
    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private final BlockingQueue<Child> dead = new LinkedBlockingQueue<>();
    private boolean stopping;

    Children(RunDirectory run, Consumer<String> say) {
        this.run = run;
        this.say = say;
    }

    synchronized void start(Child.Recipe recipe) throws IOException {
        if (!stopping) {
            Child child = new Child(recipe, run.pidFile(recipe.name()), recipe.name().equals("server") ? SERVER_PATIENCE : PATIENCE);
            children.put(recipe.name(), child);
            child.start(dead::add);
        }
    }

    /**
     * Waits until {@code ready} holds; a process that dies meanwhile ends the wait.
     *
     * @throws StartRefused if it does not come to hold within the time
     */
    void await(String what, Duration within, BooleanSupplier ready) throws InterruptedException {
        Instant deadline = Instant.now().plus(within);
        while (!ready.getAsBoolean()) {
            Child victim = dead.poll();
            if (victim != null) {
                throw new StartRefused(victim.name() + " ended (" + victim.ending() + ") before it was ready; see " + victim.log());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new StartRefused(what + " was not ready within " + within.toSeconds() + " s");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Starts again whatever dies; returns never, and throws {@link StartRefused} after too many deaths. */
    void watch() throws InterruptedException, IOException {
        Deque<Instant> recent = new ArrayDeque<>();
        while (true) {
            Child victim = dead.take();
            Instant now = Instant.now();
            recent.addLast(now);
            while (recent.getFirst().isBefore(now.minus(DEATHS_WITHIN))) {
                recent.removeFirst();
            }
            say.accept(victim.name() + " died (" + victim.ending() + "); see " + victim.log());
            if (recent.size() >= DEATHS_MAX) {
                throw new StartRefused(recent.size() + " deaths within a minute, the last of them " + victim.name() + "'s; see " + victim.log());
            }
            Thread.sleep(PAUSE_BEFORE_RESTART_MILLIS[Math.min(recent.size(), PAUSE_BEFORE_RESTART_MILLIS.length) - 1]);
            victim.start(dead::add);
            say.accept(victim.name() + " started again");
        }
    }

    /** Server first, database last; each gets its time to end politely. */
    void stopAll() throws IOException {
        synchronized (this) {
            stopping = true;
        }
        for (String name : RunDirectory.PROCESSES) {
            Child child = children.get(name);
            if (child != null) {
                child.stop(name.equals("postgres") ? Children::interrupt : Process::destroy);
            }
        }
    }

    /** PostgreSQL's fast shutdown; TERM would wait for clients to leave. */
    private static void interrupt(Process process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).inheritIO().start().waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
