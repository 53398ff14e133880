package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The server's way from its first process to its open doors: started, given the application if it does not hold it, awaited. A server that ends or
 * stands still on this way although nothing is wrong with the application is started again, {@value #STARTS} times in all. For one thread.
 */
final class FirstStart {

    static final int STARTS = 3;
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final PayaraDomain domain;
    private final Path ear;
    private final Doors doors;
    private final Children children;
    private final Standstill standstill;
    private final Consumer<String> say;
    private int starts;
    private boolean holds;

    /**
     * @param ear        the application
     * @param standstill looks after each start but the last
     */
    FirstStart(PayaraDomain domain, Path ear, Doors doors, Children children, Standstill standstill, Consumer<String> say) {
        this.domain = domain;
        this.ear = ear;
        this.doors = doors;
        this.children = children;
        this.standstill = standstill;
        this.say = say;
    }

    /** Starts the process and returns at once. */
    void begin(Child.Recipe server) throws IOException {
        holds = domain.holds(ear);
        domain.log().begin();
        starts = 1;
        children.start(server).ifPresent(this::lookAfter);
    }

    /** Waiting for what the server needs; may be asked for again. */
    @FunctionalInterface
    interface Needed {
        void await() throws IOException, InterruptedException, ProcessEnded;
    }

    /**
     * Returns when both doors are open.
     *
     * @throws StartRefused if they do not come to be
     */
    void await(Needed needed) throws IOException, InterruptedException {
        while (true) {
            try {
                needed.await();
                awaitThisStart();
                return;
            } catch (ProcessEnded e) {
                Optional<String> broken = domain.log().loadingFailure();
                if (broken.isPresent()) {
                    throw broken(broken.get());
                }
                if (!e.process().equals(Children.SERVER) || starts == STARTS) {
                    throw new StartRefused(e.getMessage(), e);
                }
                starts++;
                say.accept(e.getMessage() + "; started again");
                domain.forgetCache();
                holds = domain.holds(ear);
                domain.log().begin();
                children.startAgain(Children.SERVER).ifPresent(this::lookAfter);
            }
        }
    }

    /** The last start is only awaited: what waits for something outside, such as another machine's database, is then refused in words that say so. */
    private void lookAfter(Child server) {
        if (starts < STARTS) {
            standstill.lookAfter(server);
        }
    }

    private void awaitThisStart() throws IOException, InterruptedException, ProcessEnded {
        if (!holds) {
            PayaraAdmin admin = domain.admin();
            children.await("Payara", READY_WITHIN, admin::answers);
            deploy();
        }
        children.await(doors.smtp(), READY_WITHIN, () -> applicationRuns() && doors.smtpTakesMail());
        children.await(doors.https(), READY_WITHIN, doors::httpsAnswers);
    }

    private void deploy() throws IOException, InterruptedException, ProcessEnded {
        try {
            domain.deploy(ear);
        } catch (IOException e) {
            // Cut off: by its end, or by something else, which is for the caller.
            children.requireAlive();
            throw e;
        }
    }

    private boolean applicationRuns() throws IOException {
        Optional<String> broken = domain.log().loadingFailure();
        if (broken.isPresent()) {
            throw broken(broken.get());
        }
        return true;
    }

    private StartRefused broken(String cause) {
        return new StartRefused("the application does not start: " + cause + " (see " + domain.log().file() + ")");
    }
}
