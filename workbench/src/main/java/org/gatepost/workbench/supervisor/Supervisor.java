package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.gatepost.workbench.demo.postgres.EmbeddedPostgres;

/**
 * Keeps one Gatepost running in the foreground: starts database, directory, store and server, starts again what dies, and stops server,
 * store, directory and database in that order, whatever the reason. One per process.
 */
public final class Supervisor {

    private static final Duration SMALL_READY_WITHIN = Duration.ofMinutes(1);
    private static final String DIRECTORY_MAIN = "org.gatepost.workbench.demo.directory.DemoDirectory";
    private static final String STORE_MAIN = "org.gatepost.workbench.demo.store.DemoStore";

    private final InstanceSettings settings;
    private final Distribution distribution;
    private final RunDirectory run;
    private final ServerEnvironment environment;
    private final PayaraDomain domain;
    private final Doors doors;
    private final Children children;
    private final Consumer<String> say;
    private Optional<EmbeddedPostgres> database = Optional.empty();
    private Optional<CompletableFuture<Void>> logFiles = Optional.empty();

    /** @param say what there is to tell the operator, a line at a time */
    public Supervisor(InstanceSettings settings, Distribution distribution, Consumer<String> say) {
        this.settings = settings;
        this.distribution = distribution;
        this.say = say;
        this.run = new RunDirectory(settings.var());
        this.environment = new ServerEnvironment(settings);
        this.domain = new PayaraDomain(settings, distribution.payara());
        this.doors = new Doors(settings);
        this.children = new Children(run, say);
    }

    /**
     * Starts everything, says the {@code ready} line, and watches until the process is told to end (TERM or Ctrl-C end it with code 0).
     *
     * @throws StartRefused if it cannot start, or if too much died; by then everything is stopped
     */
    public void run() throws IOException {
        distribution.require();
        Files.createDirectories(settings.var().resolve("log"));
        if (!run.lock()) {
            throw new StartRefused("already running with " + settings.var());
        }
        run.clear();
        Thread main = Thread.currentThread();
        Thread onSignal = new Thread(() -> stopForSignal(main), "stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            requireFreePorts();
            start();
            String line = ReadyLine.of(settings);
            run.outcome(line);
            say.accept(line);
            children.watch(new StartBound(settings.startWithin(), doors::open, say));
        } catch (InterruptedException e) {
            // Told to end: the hook does the rest, and ends the process.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | IOException e) {
            if (!endsByItself(onSignal)) {
                return;
            }
            children.stopAll();
            run.outcome("failed: " + (e.getMessage() == null ? e : e.getMessage()));
            throw e;
        }
    }

    private static boolean endsByItself(Thread onSignal) {
        try {
            return Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // Told to end in the same moment: the hook runs already.
            return false;
        }
    }

    /** In the hook: the process ends with it, whatever the main thread is about to do. */
    private void stopForSignal(Thread main) {
        main.interrupt();
        try {
            say.accept("stopping");
            children.stopAll();
            run.forgetOutcome();
            say.accept("stopped");
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            say.accept("could not clear " + settings.var() + ": " + e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private void requireFreePorts() {
        Ports ports = settings.ports();
        settings.bind().forEach(address -> Addresses.requireFree(address, ports.smtp(), "GATEPOST_SMTP_PORT"));
        settings.bind().forEach(address -> Addresses.requireFree(address, ports.submission(), "GATEPOST_SUBMISSION_PORT"));
        settings.bind().forEach(address -> Addresses.requireFree(address, ports.submissions(), "GATEPOST_SUBMISSIONS_PORT"));
        Addresses.requireFree(settings.httpsBind(), ports.https(), "GATEPOST_HTTPS_PORT");
        Addresses.requireFree("127.0.0.1", ports.admin(), "GATEPOST_ADMIN_PORT");
        if (!settings.gridMembers().isEmpty()) {
            Addresses.requireFree("127.0.0.1", ports.grid(), "GATEPOST_GRID_PORT");
        }
        if (settings.ownDatabase()) {
            Addresses.requireFree("127.0.0.1", ports.db(), "GATEPOST_DB_PORT");
        }
        if (settings.ownDirectory()) {
            Addresses.requireFree("127.0.0.1", ports.ldap(), "GATEPOST_DEMO_LDAP_PORT");
        }
        if (settings.ownMailboxes()) {
            Addresses.requireFree("127.0.0.1", ports.lmtp(), "GATEPOST_DEMO_LMTP_PORT");
        }
        if (settings.ownRemoteSink()) {
            Addresses.requireFree("127.0.0.1", ports.remote(), "GATEPOST_DEMO_REMOTE_PORT");
        }
    }

    private void start() throws IOException, InterruptedException {
        CompletableFuture<Void> domainPrepared = aside(domain::prepare);
        environment.complete();
        CompletableFuture<Void> databasePrepared = settings.ownDatabase() ? aside(this::startDatabase) : CompletableFuture.completedFuture(null);
        if (settings.ownDirectory()) {
            environment.demoDirectory();
            startJava("directory", DIRECTORY_MAIN, "128m", environment.toMap());
        }
        if (settings.ownMailboxes() || settings.ownRemoteSink()) {
            // Of messages of 128 MiB, which it takes, it holds one while its array grows.
            startJava("store", STORE_MAIN, "512m", environment.forStore());
        }
        finished(databasePrepared);
        finished(domainPrepared);
        FirstStart server = new FirstStart(domain, distribution.ear(), doors, children, new Standstill(settings.standstillWithin(), doors::open, say), say);
        // Before the small ones answer: Payara takes seconds until it asks for any of them, and the application waits for its database.
        server.begin(domain.recipe(environment.forServer(), distribution.ear()));
        server.await(this::awaitDemoServers);
        if (logFiles.isPresent()) {
            finished(logFiles.get());
        }
    }

    /** While Payara starts; without them the first commits are slower, and that is all. */
    private void makeLogFiles(EmbeddedPostgres postgres) {
        try {
            postgres.makeLogFiles();
        } catch (IOException e) {
            say.accept(e.getMessage());
        }
    }

    private void startDatabase() throws IOException, InterruptedException {
        EmbeddedPostgres postgres = new EmbeddedPostgres(distribution.postgres(), settings.var(), settings.ports().db());
        postgres.prepare();
        environment.database(postgres.url(), postgres.user(), postgres.password());
        children.start(new Child.Recipe("postgres", postgres.command(), environment.toMap(), "", settings.var().resolve("log/postgres.log")));
        database = Optional.of(postgres);
    }

    private void startJava(String name, String mainClass, String heap, Map<String, String> variables) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx" + heap, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Dgatepost.var=" + settings.var(), "-cp", System.getProperty("java.class.path"), mainClass));
        children.start(new Child.Recipe(name, command, variables, "", settings.var().resolve("log/" + name + ".log")));
    }

    private void awaitDemoServers() throws IOException, InterruptedException, ProcessEnded {
        if (database.isPresent()) {
            EmbeddedPostgres postgres = database.get();
            children.await("the embedded PostgreSQL", SMALL_READY_WITHIN, postgres::answers);
            if (logFiles.isEmpty()) {
                logFiles = Optional.of(aside(() -> makeLogFiles(postgres)));
            }
        }
        if (settings.ownDirectory()) {
            awaitPort("the demo directory", settings.ports().ldap());
        }
        if (settings.ownMailboxes()) {
            awaitPort("the demo store", settings.ports().lmtp());
        }
        if (settings.ownRemoteSink()) {
            awaitPort("the demo store", settings.ports().remote());
        }
    }

    private void awaitPort(String what, int port) throws IOException, InterruptedException, ProcessEnded {
        InetSocketAddress address = Addresses.reachable("127.0.0.1", port);
        children.await(what, SMALL_READY_WITHIN, () -> Probes.accepts(address));
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private static CompletableFuture<Void> aside(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                step.take();
                done.complete(null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void finished(CompletableFuture<Void> step) throws InterruptedException {
        try {
            step.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartRefused refused ? refused : new StartRefused(String.valueOf(e.getCause().getMessage()), e);
        }
    }
}
