package org.gatepost.workbench.bench.throughput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.MailServer;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.harness.SmtpSink;
import org.gatepost.workbench.bench.harness.SmtpSource;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.harness.WarmUp;
import org.gatepost.workbench.bench.result.Report;

/**
 * Gatepost and Postfix in turn, with the same client, the same sink and the same protocol to it, on the same disk. A run sends a fixed number of
 * messages, which each server's warm-up has shown to take it some seconds, and waits until the sink has all of them.
 *
 * @param runs in order of time
 * @param notes what a reader must know
 */
record Throughput(List<Run> runs, List<String> notes) {

    private static final int SESSIONS = 100;
    private static final int OCTETS = 4_096;
    private static final int WARM_UP_MESSAGES = 5_000;
    private static final Duration RUN_FOR = Duration.ofSeconds(8);
    private static final int MESSAGES_LEAST = 2_000;
    private static final int MESSAGES_MOST = 100_000;
    /** Longer than the first retry time of either server. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * One run.
     *
     * @param server by name
     * @param reusing whether a connection carried many messages
     * @param messages sent, accepted and delivered
     * @param accepted how long it took until the last was accepted
     * @param delivered how long it took, from the same beginning, until the sink had the last
     */
    record Run(String server, boolean reusing, int messages, Duration accepted, Duration delivered) {

        double acceptedPerSecond() {
            return messages * 1e9 / accepted.toNanos();
        }

        double deliveredPerSecond() {
            return messages * 1e9 / delivered.toNanos();
        }

        String mode() {
            return Throughput.mode(reusing);
        }
    }

    private static String mode(boolean reusing) {
        return reusing ? "connections reused" : "a connection a message";
    }

    static Throughput measure(BenchContext context) throws Exception {
        Report report = new Report();
        SmtpSink sink = context.sink(SmtpSink.Protocol.LMTP);
        TrialGatepost gatepost = context.gatepost(Map.of("GATEPOST_STORE", "lmtp://127.0.0.1:" + context.settings().sinkPort()));
        Optional<PostfixPeer> peer = context.peer(report, SmtpSink.Protocol.LMTP.transport(), "");
        List<MailServer> servers = new ArrayList<>(List.of(gatepost));
        peer.ifPresent(servers::add);
        List<Run> runs = new ArrayList<>();
        for (boolean reusing : List.of(false, true)) {
            race(context, new Heat(sink, new SmtpSource(SESSIONS, OCTETS, reusing)), servers, runs, report);
        }
        return new Throughput(List.copyOf(runs), report.notes());
    }

    private static void race(BenchContext context, Heat heat, List<MailServer> servers, List<Run> runs, Report report) throws Exception {
        List<Integer> messages = new ArrayList<>();
        for (MailServer server : servers) {
            messages.add(messagesFor(WarmUp.untilSteady(() -> heat.run(server, WARM_UP_MESSAGES).acceptedPerSecond())));
            report.note(server.name() + ", " + mode(heat.source().reusing()) + ": " + messages.getLast() + " messages a run");
        }
        for (int round = 0; round < context.settings().rounds(); round++) {
            for (int i = 0; i < servers.size(); i++) {
                Run run = heat.run(servers.get(i), messages.get(i));
                runs.add(run);
                context.say("%s, %s: accepted %.0f/s, delivered %.0f/s".formatted(run.server(), run.mode(), run.acceptedPerSecond(), run.deliveredPerSecond()));
            }
        }
    }

    /** As many as would take {@link #RUN_FOR} at that rate, in thousands. */
    static int messagesFor(double acceptedPerSecond) {
        long messages = Math.round(acceptedPerSecond * RUN_FOR.toMillis() / 1_000 / 1_000) * 1_000;
        return Math.clamp(messages, MESSAGES_LEAST, MESSAGES_MOST);
    }

    /** One kind of client against one sink. */
    private record Heat(SmtpSink sink, SmtpSource source) {

        /** Sends, waits for the sink, and then for the server's own queue: the next run begins at rest, and nothing is lost or sent twice. */
        Run run(MailServer server, int messages) throws Exception {
            long before = sink.messages();
            long begun = System.nanoTime();
            Duration accepted = source.send(messages, server.port());
            sink.await(before + messages, PATIENCE);
            Duration delivered = Duration.ofNanos(System.nanoTime() - begun);
            server.awaitEmptyQueue(PATIENCE);
            long arrived = sink.messages() - before;
            if (arrived != messages) {
                throw new BenchFailed(server.name() + " accepted " + messages + " messages, and the sink has " + arrived);
            }
            return new Run(server.name(), source.reusing(), messages, accepted, delivered);
        }
    }
}
