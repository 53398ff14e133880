package org.gatepost.workbench.bench.latency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.MailServer;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.bench.harness.SmtpSink;
import org.gatepost.workbench.bench.harness.SmtpSource;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.harness.WarmUp;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** How long a client waits for the 250, with each server at half of the rate at which it can accept. */
public final class LatencyBenchmark implements Benchmark {

    private static final String P50 = "end-of-data reply, p50";
    private static final String P99 = "end-of-data reply, p99";
    private static final String MAX = "end-of-data reply, max";
    private static final double P50_MILLISECONDS = 5;
    private static final double P99_MILLISECONDS = 25;
    private static final int CONNECTIONS = 100;
    private static final int OCTETS = 4_096;
    private static final int WARM_UP_MESSAGES = 5_000;
    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String measures() {
        return "time to the reply to the end of data, 4 KiB, 100 connections, open load at half of the server's own accept rate";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(P50, P50_MILLISECONDS), Target.atMost(P99, P99_MILLISECONDS));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        SmtpSink sink = context.sink(SmtpSink.Protocol.LMTP);
        TrialGatepost gatepost = context.gatepost(Map.of("GATEPOST_STORE", "lmtp://127.0.0.1:" + context.settings().sinkPort()));
        List<MailServer> servers = new ArrayList<>(List.of(gatepost));
        context.peer(report, SmtpSink.Protocol.LMTP.transport(), "").ifPresent(servers::add);
        List<Double> rates = new ArrayList<>();
        for (MailServer server : servers) {
            rates.add(acceptRate(server) / 2);
            report.note(server.name() + " was offered " + Math.round(rates.getLast()) + " messages/s");
        }
        for (int round = 0; round < context.settings().rounds(); round++) {
            for (int i = 0; i < servers.size(); i++) {
                MailServer server = servers.get(i);
                Latencies found = offer(context, server, rates.get(i), sink);
                context.say(server.name() + ": " + found.line());
                take(report, server, found);
            }
        }
    }

    private static double acceptRate(MailServer server) throws Exception {
        return WarmUp.untilSteady(() -> {
            double rate = WARM_UP_MESSAGES * 1e9 / new SmtpSource(CONNECTIONS, OCTETS, true).send(WARM_UP_MESSAGES, server.port()).toNanos();
            server.awaitEmptyQueue(PATIENCE);
            return rate;
        });
    }

    /** The client has a JVM of its own, with all of the compiler's levels: the small one that drives us would be measured along. */
    private static Latencies offer(BenchContext context, MailServer server, double perSecond, SmtpSink sink) throws Exception {
        long before = sink.messages();
        String output = Program.succeed(Duration.ofMinutes(1), List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-cp", context.settings().classPath(), ConstantRateClient.class.getName(), String.valueOf(server.port()), String.valueOf(CONNECTIONS),
                String.format(Locale.ROOT, "%.2f", perSecond), String.valueOf(WARM_UP_SECONDS), String.valueOf(SECONDS))).output();
        Latencies found = Latencies.parse(output);
        sink.await(before + found.messages(), PATIENCE);
        server.awaitEmptyQueue(PATIENCE);
        long arrived = sink.messages() - before;
        if (arrived != found.messages()) {
            throw new BenchFailed(server.name() + " accepted " + found.messages() + " messages, and the sink has " + arrived);
        }
        return found;
    }

    private static void take(Report report, MailServer server, Latencies found) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(P50, found.p50());
        values.put(P99, found.p99());
        values.put(MAX, found.max());
        values.forEach((measurement, value) -> {
            if (server.name().equals(PostfixPeer.NAME)) {
                report.beside(server.name(), measurement, "ms", value);
            } else {
                report.gatepost(measurement, "ms", value);
            }
        });
    }
}
