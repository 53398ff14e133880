package org.gatepost.dryrun;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.gatepost.dryrun.PlayedClient.Line;
import org.gatepost.gate.Assembly;
import org.gatepost.queue.Backlog;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.session.Arrival;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.session.SmtpSession;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;

/**
 * Plays a session up to its recipients and says how each reply came about: the same session, stages and policy as at the gate, put together by the same
 * {@link Assembly}. What that was given asks for real: a directory, DNS. Immutable; each run is for the thread that calls it.
 */
public final class DryRun {

    private static final IpAddress HERE = IpAddress.parse("127.0.0.1");
    private static final int PORT = 25;
    private static final int CLIENT_PORT = 40_000;

    private final Assembly assembly;
    private final String hostname;
    private final Clock clock;

    /** @param assembly the gate, with adapters that may be asked and leave nothing behind */
    public DryRun(Assembly assembly, String hostname, Clock clock) {
        this.assembly = assembly;
        this.hostname = hostname;
        this.clock = clock;
    }

    /** Each step in its order, the greeting first and what follows QUIT last. Where the gate hangs up, the session ends there. */
    public List<Step> of(Plan plan) {
        PlayedClient client = new PlayedClient(lines(plan));
        // No content is sent: neither spool nor scanners nor queue are ever asked.
        SessionSettings session = new SessionSettings(hostname, new SpoolDirectory(Path.of("dry-run"), new SpoolBudget(1)), clock, new SteadyClock());
        Nobody nobody = new Nobody();
        ScanRound noScan = new ScanRound(nobody, new Scanners(policy -> {
            throw new IllegalStateException(nobody.why());
        }, nobody, clock, clock));
        Connection connection = new Connection("dry-run", plan.listener(), plan.client(), CLIENT_PORT, HERE, PORT, Optional.empty());
        new SmtpSession(session, client, Arrival.plain(new ConnectRequest(connection, 1, 1)), assembly.watched(client).gatekeeper(noScan, message -> {
            throw new IllegalStateException(nobody.why());
        }, Backlog.none(), (route, node) -> { }, event -> { }, new Random())).run();
        return client.steps();
    }

    private static List<Line> lines(Plan plan) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("EHLO " + plan.hello()));
        if (plan.encrypts()) {
            lines.add(line("STARTTLS"));
            lines.add(line("EHLO " + plan.hello()));
        }
        plan.user().ifPresent(user -> lines.add(new Line("AUTH PLAIN " + Base64.getEncoder().encodeToString(("\0" + user + "\0" + Plan.PASSWORD).getBytes(StandardCharsets.UTF_8)), "AUTH PLAIN")));
        lines.add(line("MAIL FROM:<" + plan.from() + ">"));
        plan.to().forEach(to -> lines.add(line("RCPT TO:<" + to + ">")));
        lines.add(line("QUIT"));
        return lines;
    }

    private static Line line(String text) {
        return new Line(text, text);
    }

    /** Whoever would be asked about content. */
    private static final class Nobody implements SideBySide, Alarms {

        String why() {
            return "a dry run sends no content";
        }

        @Override
        public <T> List<T> askAll(List<Question<T>> questions) {
            throw new IllegalStateException(why());
        }

        @Override
        public void raise(String key, String text) {
            throw new IllegalStateException(why() + ", and raises no alarm: " + text);
        }

        @Override
        public void clear(String key) {
            // None stands.
        }
    }
}
