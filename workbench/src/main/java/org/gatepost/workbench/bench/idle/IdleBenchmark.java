package org.gatepost.workbench.bench.idle;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.load.LoadProcess;
import org.gatepost.workbench.bench.load.ServerMemory;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/**
 * Opens 15,000 sessions, leaves them after EHLO, and compares what lives in the server's heap with what lived there before. A Postfix has a process
 * for each session and is not run beside it: its limit is processes, and long before these numbers.
 */
public final class IdleBenchmark implements Benchmark {

    /** A process may have 20,000 descriptors on many machines; both ends need one for each session. */
    private static final int SESSIONS = 15_000;
    /** Opened and closed before the comparison, so that classes, pools and caches that come with the first sessions are there already. */
    private static final int WARM_UP_SESSIONS = 500;
    private static final int NOOPS = 2_000;
    private static final int CLIENT_HEAP_MEBIBYTES = 256;
    private static final int CLASSES_NAMED = 8;
    private static final String HEAP = "heap of a session";
    private static final String NOOP = "NOOP answered, p99";

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String measures() {
        return "15,000 idle sessions: heap of each, and how fast a random one is answered";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atMost(HEAP, 24), Target.atMost(NOOP, 10));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        TrialGatepost gatepost = context.gatepost(Map.of());
        for (int i = 0; i < 2; i++) {
            try (LoadProcess few = client(gatepost, WARM_UP_SESSIONS)) {
                few.answer();
                few.ask("noop " + WARM_UP_SESSIONS);
            }
        }
        ServerMemory before = ServerMemory.of(gatepost.pid("server"));
        context.say("opening " + SESSIONS + " sessions");
        try (LoadProcess client = client(gatepost, SESSIONS)) {
            Map<String, String> opened = client.answer();
            if (Integer.parseInt(opened.get("done")) != SESSIONS) {
                throw new BenchFailed("only " + opened.get("done") + " sessions were opened");
            }
            report.gatepost("sessions opened", "sessions/s", SESSIONS / Double.parseDouble(opened.get("seconds")));
            ServerMemory with = ServerMemory.of(gatepost.pid("server"));
            report.gatepost(HEAP, "KiB", (with.octets() - before.octets()) / 1024.0 / SESSIONS);
            report.note("most of a session's heap, octets: " + largest(with.since(before)));
            noops(client, context, report);
        }
    }

    private static LoadProcess client(TrialGatepost gatepost, int sessions) throws Exception {
        return LoadProcess.start(IdleClient.class, CLIENT_HEAP_MEBIBYTES, String.valueOf(gatepost.port()), String.valueOf(sessions));
    }

    private static void noops(LoadProcess client, BenchContext context, Report report) throws Exception {
        for (int round = 0; round < context.settings().rounds(); round++) {
            Map<String, String> answered = client.ask("noop " + NOOPS);
            report.gatepost("NOOP answered, p50", "ms", Double.parseDouble(answered.get("p50")));
            report.gatepost(NOOP, "ms", Double.parseDouble(answered.get("p99")));
        }
    }

    private static String largest(Map<String, Long> octets) {
        return octets.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())).limit(CLASSES_NAMED)
                .map(each -> String.format(Locale.ROOT, "%s %d", each.getKey(), each.getValue() / SESSIONS)).collect(Collectors.joining(", "));
    }
}
