package org.gatepost.workbench.bench.idle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.gatepost.workbench.bench.load.Percentiles;
import org.gatepost.workbench.bench.load.SmtpConversation;

/**
 * Opens SMTP sessions, leaves each after EHLO, and asks random ones for NOOP when told to. Arguments: the port on loopback, how many sessions.
 * Standard input: {@code noop COUNT}; its end closes all.
 */
public final class IdleClient {

    /** Ports of one source address are some 28,000, and what was closed lately blocks its own for a minute. */
    private static final int SESSIONS_PER_SOURCE = 3_000;
    private static final int OPENERS = 16;
    private static final int PACE_MILLIS = 4;
    private static final long SEED = 42;

    private final int port;
    private final List<SmtpConversation> sessions = new ArrayList<>();

    private IdleClient(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        IdleClient client = new IdleClient(Integer.parseInt(arguments[0]));
        client.open(Integer.parseInt(arguments[1]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Percentiles answered = client.noop(Integer.parseInt(line.substring("noop ".length())));
            System.out.println("p50=" + answered.millis(50) + "\np99=" + answered.millis(99) + "\ngreatest=" + answered.millis(100) + "\ndone=" + answered.count());
        }
    }

    private void open(int count) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Callable<SmtpConversation>> openings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int source = 2 + i / SESSIONS_PER_SOURCE;
            openings.add(() -> greeted(source));
        }
        try (ExecutorService openers = Executors.newFixedThreadPool(OPENERS)) {
            for (Future<SmtpConversation> opened : openers.invokeAll(openings)) {
                sessions.add(opened.get());
            }
        }
        System.out.println("seconds=" + (System.nanoTime() - start) / 1e9 + "\ndone=" + sessions.size());
    }

    private SmtpConversation greeted(int source) throws IOException {
        SmtpConversation conversation = SmtpConversation.open(SmtpConversation.loopback(source), port);
        conversation.command("EHLO idle.example", 250);
        return conversation;
    }

    /** Asks one after the other, at a calm pace: what is measured is a session woken up, not a queue of them. */
    private Percentiles noop(int count) throws IOException, InterruptedException {
        Random random = new Random(SEED);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            SmtpConversation session = sessions.get(random.nextInt(sessions.size()));
            long asked = System.nanoTime();
            session.command("NOOP", 250);
            nanos[i] = System.nanoTime() - asked;
            TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
        }
        return Percentiles.of(nanos);
    }
}
