package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.workbench.bench.harness.BenchContext;
import org.gatepost.workbench.bench.harness.BenchFailed;
import org.gatepost.workbench.bench.harness.Benchmark;
import org.gatepost.workbench.bench.harness.PostfixPeer;
import org.gatepost.workbench.bench.harness.TrialGatepost;
import org.gatepost.workbench.bench.load.LoadProcess;
import org.gatepost.workbench.bench.result.Report;
import org.gatepost.workbench.bench.result.Target;

/** Fifty messages of 50 MB at once through a server of 1 GiB of heap, each compared at the sink by SHA-256, with small messages beside them. */
public final class LargeBenchmark implements Benchmark {

    private static final int MESSAGES = 50;
    private static final long OCTETS = 50L << 20;
    private static final int WARM_UP_MESSAGES = 4;
    private static final long WARM_UP_OCTETS = 4L << 20;
    private static final int LOAD_HEAP_MEBIBYTES = 512;
    private static final String ACCEPTED = "accepted";
    private static final String IDENTICAL = "identical at the sink";
    private static final String OUT_OF_MEMORY = "out of memory";
    private static final String NEIGHBOURS_REFUSED = "4 KiB neighbours refused";
    private static final String NEIGHBOUR = "4 KiB neighbour, p99";

    @Override
    public String name() {
        return "large";
    }

    @Override
    public String measures() {
        return "50 messages of 50 MB at once with a heap of 1 GiB, and small neighbours meanwhile";
    }

    @Override
    public List<Target> targets() {
        return List.of(Target.atLeast(ACCEPTED, MESSAGES), Target.atLeast(IDENTICAL, MESSAGES), Target.atMost(OUT_OF_MEMORY, 0),
                Target.atMost(NEIGHBOURS_REFUSED, 0), Target.atMost(NEIGHBOUR, 250));
    }

    @Override
    public void run(BenchContext context, Report report) throws Exception {
        int sink = context.settings().sinkPort();
        try (TrialGatepost gatepost = context.gatepost(Map.of("GATEPOST_HEAP", "1g", "GATEPOST_STORE", "lmtp://127.0.0.1:" + sink))) {
            send(sink, gatepost.port(), WARM_UP_MESSAGES, WARM_UP_OCTETS);
            long server = gatepost.pid("server");
            context.say("sending " + MESSAGES + " messages of " + OCTETS + " octets to Gatepost");
            Map<String, String> found = send(sink, gatepost.port(), MESSAGES, OCTETS);
            boolean died = !gatepost.answers() || gatepost.pid("server") != server;
            report.gatepost(OUT_OF_MEMORY, "", died || saysOutOfMemory(gatepost.var().resolve("log")) ? 1 : 0);
            take(found, report::gatepost);
            requireUnharmed(found);
        }
        Optional<PostfixPeer> peer = context.peer(report, "lmtp", "");
        if (peer.isPresent()) {
            send(sink, peer.get().port(), WARM_UP_MESSAGES, WARM_UP_OCTETS);
            context.say("sending " + MESSAGES + " messages of " + OCTETS + " octets to Postfix");
            take(send(sink, peer.get().port(), MESSAGES, OCTETS), (measurement, unit, value) -> report.beside("Postfix", measurement, unit, value));
        }
        report.note("large: one run of each; a run writes 2.5 GB several times");
    }

    private static Map<String, String> send(int sink, int smtp, int messages, long octets) throws IOException {
        try (LoadProcess load = LoadProcess.start(LargeLoad.class, LOAD_HEAP_MEBIBYTES, String.valueOf(sink), String.valueOf(smtp), String.valueOf(messages),
                String.valueOf(octets))) {
            load.answer();
            return load.ask("go");
        }
    }

    private interface Figure {
        void add(String measurement, String unit, double value);
    }

    private static void take(Map<String, String> found, Figure figure) {
        figure.add(ACCEPTED, "messages", number(found, "accepted"));
        figure.add(IDENTICAL, "messages", number(found, "identical"));
        figure.add("until all were accepted", "s", number(found, "acceptSeconds"));
        figure.add("until all had arrived", "s", number(found, "arriveSeconds"));
        if (number(found, "neighbours") > 0) {
            figure.add(NEIGHBOURS_REFUSED, "messages", number(found, "neighboursRefused"));
            figure.add("4 KiB neighbour, p50", "ms", number(found, "neighbourP50"));
            figure.add(NEIGHBOUR, "ms", number(found, "neighbourP99"));
        }
    }

    private static double number(Map<String, String> found, String name) {
        return Double.parseDouble(found.get(name));
    }

    /** What was accepted has to arrive, and as it was sent. */
    private static void requireUnharmed(Map<String, String> found) {
        if (number(found, "identical") < number(found, "accepted")) {
            throw new BenchFailed(found.get("accepted") + " messages were accepted, and " + found.get("identical") + " arrived as they were sent");
        }
    }

    private static boolean saysOutOfMemory(Path logs) throws IOException {
        for (String name : List.of("server.log", "server.out")) {
            Path log = logs.resolve(name);
            if (Files.exists(log) && Files.readString(log, StandardCharsets.ISO_8859_1).contains("OutOfMemoryError")) {
                return true;
            }
        }
        return false;
    }
}
