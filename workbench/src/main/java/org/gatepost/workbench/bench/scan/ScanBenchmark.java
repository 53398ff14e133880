package org.gatepost.workbench.bench.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.harness.SmtpSink;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.load.Percentiles;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** Eight scanners that each take 50 ms: what a message waits for them, beside a Postfix with eight milters that take as long; and the same where they speak six protocols. */
public final class ScanBenchmark implements Benchmark {

    private static final int SCANNERS = 8;
    private static final Duration ANSWERS_AFTER = Duration.ofMillis(50);
    private static final int WARM_UP_MESSAGES = 100;
    private static final int MESSAGES = 40;
    private static final String LATENCY = "reply to a message, p50";
    private static final String MIXED = "six protocols, reply, p50";
    private static final String PROGRAM = "#!/bin/sh\ncat >/dev/null\nsleep 0.05\necho '{\"verdict\":\"clean\"}'\n";

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public String measures() {
        return "latency of a message that 8 scanners look at, 50 ms each";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(LATENCY, 70), Target.atMost(MIXED, 70));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        List<Integer> scanners = engines(context, new SlowClamd(ANSWERS_AFTER));
        List<Integer> milters = engines(context, new SlowMilter(ANSWERS_AFTER));
        context.sink(SmtpSink.Protocol.LMTP);
        TrialGatepost gatepost = context.gatepost(Map.of("GATEPOST_STORE", "lmtp://127.0.0.1:" + context.settings().sinkPort()));
        gatepost.changePolicy(rows(scanners));
        Optional<PostfixPeer> peer = context.peer(report, "lmtp", milters.stream().map(port -> "inet:127.0.0.1:" + port).collect(Collectors.joining(" ")));
        MessageLatency.of(gatepost.port(), WARM_UP_MESSAGES);
        for (int round = 0; round < context.settings().rounds(); round++) {
            Percentiles ours = MessageLatency.of(gatepost.port(), MESSAGES);
            report.gatepost(LATENCY, "ms", ours.millis(50));
            report.gatepost("reply to a message, p95", "ms", ours.millis(95));
            if (peer.isPresent()) {
                Percentiles theirs = MessageLatency.of(peer.get().port(), MESSAGES);
                report.beside("Postfix", LATENCY, "ms", theirs.millis(50));
                report.beside("Postfix", "reply to a message, p95", "ms", theirs.millis(95));
            }
        }
        gatepost.changePolicy(mixedRows(context));
        MessageLatency.of(gatepost.port(), WARM_UP_MESSAGES);
        for (int round = 0; round < context.settings().rounds(); round++) {
            Percentiles ours = MessageLatency.of(gatepost.port(), MESSAGES);
            report.gatepost(MIXED, "ms", ours.millis(50));
            report.gatepost("six protocols, reply, p95", "ms", ours.millis(95));
        }
    }

    /** Two engines by clamd's protocol, two milters, spamd, rspamd, ICAP and a program, in the place of those that were asked before. */
    private static String[] mixedRows(BenchContext context) throws IOException {
        Path program = Files.writeString(context.freshDirectory("engine").resolve("slow"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> statements = new ArrayList<>(List.of("DELETE FROM scanner WHERE version_id = :version AND name LIKE 'slow%'",
                "INSERT INTO scanner (version_id, name, protocol, source_channels, options) VALUES (:version, 'slow-command', 'command', 'tcp_local', 'command=" + program + "')"));
        Map<String, SlowServer.Dialog> servers = new LinkedHashMap<>();
        servers.put("clamd", new SlowClamd(ANSWERS_AFTER));
        servers.put("milter", new SlowMilter(ANSWERS_AFTER));
        servers.put("spamd", SlowReply.spamd(ANSWERS_AFTER));
        servers.put("rspamd", SlowReply.rspamd(ANSWERS_AFTER));
        servers.put("icap", new SlowIcap(ANSWERS_AFTER));
        for (Map.Entry<String, SlowServer.Dialog> server : servers.entrySet()) {
            statements.add(row(server.getKey(), context.closing(new SlowServer(server.getValue())).port()));
        }
        statements.add(row("clamd", context.closing(new SlowServer(new SlowClamd(ANSWERS_AFTER))).port()));
        statements.add(row("milter", context.closing(new SlowServer(new SlowMilter(ANSWERS_AFTER))).port()));
        return statements.toArray(String[]::new);
    }

    private static List<Integer> engines(BenchContext context, SlowServer.Dialog dialog) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < SCANNERS; i++) {
            ports.add(context.closing(new SlowServer(dialog)).port());
        }
        return ports;
    }

    private static String[] rows(List<Integer> ports) {
        return ports.stream().map(port -> row("clamd", port)).toArray(String[]::new);
    }

    private static String row(String protocol, int port) {
        return "INSERT INTO scanner (version_id, name, protocol, address, source_channels) VALUES (:version, 'slow" + port + "', '" + protocol + "', '127.0.0.1:" + port + "', 'tcp_local')";
    }
}
