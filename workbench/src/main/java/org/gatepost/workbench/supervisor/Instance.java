package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Gatepost in the background, seen from outside: started, asked for, stopped. */
public final class Instance {

    private static final Duration START_WITHIN = Duration.ofMinutes(8);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(100);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final InstanceSettings settings;
    private final Distribution distribution;
    private final RunDirectory run;
    private final String classPath;

    /** @param classPath the workbench's classes, which must stay as they are while it runs */
    public Instance(InstanceSettings settings, Distribution distribution, String classPath) {
        this.classPath = classPath;
        this.settings = settings;
        this.distribution = distribution;
        this.run = new RunDirectory(settings.var());
    }

    /**
     * Starts a supervisor that outlives this process, unless one runs already, and waits for what comes of it.
     *
     * @return the {@code ready} line
     * @throws StartRefused if it did not become ready
     */
    public String start() throws IOException, InterruptedException {
        distribution.require();
        Optional<ProcessHandle> running = run.supervisor();
        return awaitOutcome(running.isPresent() ? running.get() : launch());
    }

    private ProcessHandle launch() throws IOException {
        Path log = settings.var().resolve("log/gatepost.log");
        Files.createDirectories(log.getParent());
        run.forgetOutcome();
        List<String> command = new ArrayList<>(List.of("setsid", Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Dgatepost.root=" + distribution.root(), "-Dgatepost.var=" + settings.var(),
                "-cp", classPath, "org.gatepost.workbench.cli.Gatepost", "run"));
        // Nothing of the caller's is left open in it: ProcessBuilder closes all descriptors but these three.
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        builder.environment().put("GATEPOST_VAR", settings.var().toString());
        return builder.start().toHandle();
    }

    private String awaitOutcome(ProcessHandle supervisor) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_WITHIN);
        while (Instant.now().isBefore(deadline)) {
            boolean alive = supervisor.isAlive();
            Optional<String> outcome = run.outcome();
            if (outcome.isPresent() && outcome.get().startsWith("ready")) {
                return outcome.get();
            }
            if (!alive) {
                throw new StartRefused(outcome.map(line -> line.replaceFirst("^failed: ", ""))
                        .orElse("ended while starting; see " + settings.var().resolve("log/gatepost.log")));
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        throw new StartRefused("not ready within " + START_WITHIN.toMinutes() + " minutes; see " + settings.var().resolve("log/gatepost.log"));
    }

    /** Stops what runs, and clears what a killed server left; nothing running is no error. */
    public void stop() throws IOException {
        if (!Files.isDirectory(settings.var().resolve("run"))) {
            return;
        }
        Optional<ProcessHandle> supervisor = run.supervisor();
        if (supervisor.isPresent()) {
            supervisor.get().destroy();
            if (!RunDirectory.waitFor(supervisor.get(), STOP_WITHIN)) {
                supervisor.get().destroyForcibly();
                RunDirectory.waitFor(supervisor.get(), Duration.ofSeconds(10));
            }
        }
        if (run.lock()) {
            try {
                run.clear();
            } finally {
                run.unlock();
            }
        }
    }

    /** One of {@code server}, {@code store}, {@code directory}, {@code postgres}, if it lives. */
    public Optional<ProcessHandle> process(String name) {
        return run.running(name);
    }

    /** Whether SMTP answers 220, on the first address it is bound to. */
    public boolean answers() {
        return process("server").isPresent() && Probes.smtpGreets(Addresses.reachable(settings.bind().getFirst(), settings.ports().smtp()));
    }

    /**
     * Puts the application that was built in the place of the one that runs, without stopping the server. Sessions are told 421, messages that are
     * being received have the drain time to finish.
     *
     * @throws StartRefused if it does not come up
     */
    public void redeploy() throws IOException, InterruptedException {
        PayaraDomain domain = new PayaraDomain(settings, distribution.payara());
        domain.log().begin();
        domain.deploy(distribution.ear());
    }

    /** One of Payara's administration commands ({@code DEFAULT} for the operand); what it says begins with SUCCESS, WARNING or FAILURE. */
    public String administer(String command, Map<String, String> options) throws IOException, InterruptedException {
        return new PayaraDomain(settings, distribution.payara()).admin().command(command, options);
    }

    /** What runs, a line each, for a person. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        for (String name : RunDirectory.PROCESSES) {
            lines.add(name + ": " + process(name).map(handle -> "running, process " + handle.pid()).orElse("not running"));
        }
        lines.add("SMTP " + Addresses.withPort(settings.bind().getFirst(), settings.ports().smtp()) + ": " + (answers() ? "answers" : "does not answer"));
        int submission = settings.ports().submission();
        lines.add("submission " + Addresses.withPort(settings.bind().getFirst(), submission) + ": "
                + (Probes.smtpGreets(Addresses.reachable(settings.bind().getFirst(), submission)) ? "answers" : "does not answer"));
        int submissions = settings.ports().submissions();
        lines.add("submission over TLS " + Addresses.withPort(settings.bind().getFirst(), submissions) + ": "
                + (Probes.accepts(Addresses.reachable(settings.bind().getFirst(), submissions)) ? "answers" : "does not answer"));
        return lines;
    }
}
