package org.gatepost.workbench.bench.backlog;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.SmtpSink;
import org.gatepost.workbench.bench.harness.SmtpSource;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/**
 * Measures acceptance, claims and a restart with an empty queue, puts a million waiting messages into the queue's tables, and measures the same
 * again. Gatepost is held against itself: the peer has no queue that could be filled this fast.
 */
public final class BacklogBenchmark implements Benchmark {

    private static final int WAITING = 1_000_000;
    private static final int ACCEPT_MESSAGES = 15_000;
    /** As many in both states, and enough that the virtual machine compiles no more: a warm-up that ends by its own rates would end the two at different times. */
    private static final int WARM_UP_MESSAGES = 80_000;
    /** Seconds of work: with few the figure would be how long the next look at what is due was away, which may be a second. */
    private static final int CLAIM_MESSAGES = 40_000;
    private static final Duration AHEAD = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EMPTY = "empty queue";
    private static final String ACCEPT = "accept";
    private static final String DELIVER = "deliver";
    private static final String CLAIM = "claim and deliver";
    private static final String RESTART = "restart until ready, longer by";

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String measures() {
        return "accept, deliver, claim and restart with 1,000,000 messages waiting, beside an empty queue";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.ratioAtLeast(ACCEPT, 0.9), Target.ratioAtLeast(DELIVER, 0.9), Target.ratioAtLeast(CLAIM, 0.9), Target.atMost(RESTART, 5));
    }

    private interface Figure {
        void add(String measurement, String unit, double value);
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        context.sink(SmtpSink.Protocol.LMTP);
        TrialGatepost gatepost = context.gatepost(Map.of("GATEPOST_STORE", "lmtp://127.0.0.1:" + context.settings().sinkPort()));
        Duration empty = restart(gatepost);
        measure(context, gatepost, (measurement, unit, value) -> report.beside(EMPTY, measurement, unit, value));
        context.say("putting " + WAITING + " messages into the queue");
        try (Connection database = gatepost.database()) {
            new WaitingMail(database).addWaiting(WAITING);
        }
        Duration full = restart(gatepost);
        measure(context, gatepost, report::gatepost);
        report.gatepost(RESTART, "s", full.minus(empty).toMillis() / 1_000.0);
        report.note("backlog: restart until ready took " + empty.toMillis() + " ms with an empty queue, " + full.toMillis() + " ms with " + WAITING + " messages");
    }

    private static Duration restart(TrialGatepost gatepost) throws Exception {
        gatepost.stop();
        return gatepost.start(Map.of());
    }

    /** Both states are measured after a restart and the same warm-up. */
    private static void measure(BenchContext context, TrialGatepost gatepost, Figure figure) throws Exception {
        SmtpSource source = new SmtpSource(100, 4_096, true);
        try (Connection database = gatepost.database()) {
            WaitingMail mail = new WaitingMail(database);
            source.send(WARM_UP_MESSAGES, gatepost.port());
            awaitIdle(mail);
            for (int round = 0; round < context.settings().rounds(); round++) {
                long begun = System.nanoTime();
                Duration accepted = source.send(ACCEPT_MESSAGES, gatepost.port());
                awaitIdle(mail);
                figure.add(ACCEPT, "messages/s", rate(ACCEPT_MESSAGES, accepted));
                figure.add(DELIVER, "messages/s", rate(ACCEPT_MESSAGES, Duration.ofNanos(System.nanoTime() - begun)));
                figure.add(CLAIM, "messages/s", rate(CLAIM_MESSAGES, claims(mail)));
            }
        }
    }

    /** Messages that become due all at once: from that moment until the last is delivered and gone. */
    private static Duration claims(WaitingMail mail) throws Exception {
        long due = mail.addDue(CLAIM_MESSAGES, AHEAD);
        if (System.nanoTime() > due) {
            throw new BenchFailed("putting messages into the queue took longer than " + AHEAD.toSeconds() + " s");
        }
        LockSupport.parkNanos(due - System.nanoTime());
        awaitIdle(mail);
        return Duration.ofNanos(System.nanoTime() - due);
    }

    private static void awaitIdle(WaitingMail mail) throws Exception {
        if (!mail.awaitIdle(PATIENCE)) {
            throw new BenchFailed("the queue still has something to do after " + PATIENCE.toSeconds() + " s");
        }
    }

    private static double rate(int messages, Duration took) {
        return messages / (took.toNanos() / 1e9);
    }
}
