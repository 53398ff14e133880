package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The processes of one instance: which run, which died, and how often. Once {@link #stopAll()} was called nothing starts any more.
 * Safe for use by several threads.
 */
final class Children {

    static final String SERVER = "server";
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

    /** What was started; none once all are being stopped. */
    synchronized Optional<Child> start(Child.Recipe recipe) throws IOException {
        if (stopping) {
            return Optional.empty();
        }
        Child child = new Child(recipe, run.pidFile(recipe.name()), recipe.name().equals(SERVER) ? SERVER_PATIENCE : PATIENCE);
        children.put(recipe.name(), child);
        child.start(dead::add);
        return Optional.of(child);
    }

    /** The same process once more, as it was started the first time; it must have ended. */
    synchronized Optional<Child> startAgain(String name) throws IOException {
        if (stopping) {
            return Optional.empty();
        }
        Child child = children.get(name);
        child.start(dead::add);
        return Optional.of(child);
    }

    /** What is waited for. */
    @FunctionalInterface
    interface Question {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Waits until {@code ready} holds; a process that dies meanwhile ends the wait.
     *
     * @throws ProcessEnded then
     * @throws StartRefused if it does not come to hold within the time
     */
    void await(String what, Duration within, Question ready) throws IOException, InterruptedException, ProcessEnded {
        long deadline = System.nanoTime() + within.toNanos();
        while (!ready.holds()) {
            requireAlive();
            if (System.nanoTime() - deadline > 0) {
                Child server = children.get(SERVER);
                if (server != null && server.isAlive()) {
                    StartBound.writeThreads(server.run().orElseThrow());
                }
                throw new StartRefused(what + " was not ready within " + within.toSeconds() + " s");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** @throws ProcessEnded if one ended, once for each */
    void requireAlive() throws ProcessEnded {
        Child victim = dead.poll();
        if (victim != null) {
            throw new ProcessEnded(victim);
        }
    }

    /**
     * Starts again whatever dies; returns never, and throws {@link StartRefused} after too many deaths.
     *
     * @param server bounds each new start of the server
     */
    void watch(StartBound server) throws InterruptedException, IOException {
        RecentDeaths recent = new RecentDeaths();
        while (true) {
            Child victim = dead.take();
            recent.add(System.nanoTime());
            say.accept(victim.name() + " died (" + victim.ending() + "); see " + victim.log());
            if (recent.areTooMany()) {
                throw new StartRefused(RecentDeaths.MAX + " deaths within a minute, the last of them " + victim.name() + "'s; see " + victim.log());
            }
            Thread.sleep(recent.pauseBeforeRestart());
            victim.start(dead::add);
            say.accept(victim.name() + " started again");
            if (victim.name().equals(SERVER)) {
                server.lookAfter(victim);
            }
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
