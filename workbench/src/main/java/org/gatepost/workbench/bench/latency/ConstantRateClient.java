package org.gatepost.workbench.bench.latency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;

/**
 * The client, a process of its own: a fixed number of connections, each of which takes the next message that is due, waits for its time, and sends
 * it. Prints one line ({@link Latencies}); ends with 1 if a message was not accepted.
 */
public final class ConstantRateClient {

    private static final long HIGHEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;
    private static final long LATE_NANOS = 1_000_000;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final int port;
    private final ConstantRate rate;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private volatile long beginning;

    private ConstantRateClient(int port, ConstantRate rate) {
        this.port = port;
        this.rate = rate;
    }

    /** Arguments: port, connections, messages a second, seconds of warm-up, seconds measured. */
    public static void main(String[] arguments) throws InterruptedException {
        ConstantRate rate = new ConstantRate(Double.parseDouble(arguments[2]), Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        try {
            System.out.println(new ConstantRateClient(Integer.parseInt(arguments[0]), rate).measure(Integer.parseInt(arguments[1])).line());
        } catch (IOException | ExecutionException e) {
            System.out.println(e);
            System.exit(1);
        }
    }

    private Latencies measure(int connections) throws IOException, InterruptedException, ExecutionException {
        List<ClientSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                sessions.add(new ClientSession(port));
            }
            Histogram all = new Histogram(HIGHEST_NANOS, DIGITS);
            try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
                beginning = System.nanoTime();
                List<Future<Histogram>> parts = sessions.stream().map(session -> threads.submit(() -> drive(session))).toList();
                for (Future<Histogram> part : parts) {
                    all.add(part.get());
                }
            }
            return new Latencies(rate.messages(), all.getValueAtPercentile(50) / NANOS_PER_MILLISECOND, all.getValueAtPercentile(99) / NANOS_PER_MILLISECOND,
                    all.getMaxValue() / NANOS_PER_MILLISECOND, late.get());
        } finally {
            for (ClientSession session : sessions) {
                session.close();
            }
        }
    }

    private Histogram drive(ClientSession session) throws IOException {
        Histogram found = new Histogram(HIGHEST_NANOS, DIGITS);
        for (long number = next.getAndIncrement(); number < rate.messages(); number = next.getAndIncrement()) {
            long due = beginning + rate.dueNanos(number);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            long begun = System.nanoTime();
            ClientSession.Times times = session.send();
            if (rate.counts(number)) {
                found.recordValue(Math.min(HIGHEST_NANOS, ConstantRate.charged(due, begun, times.dataEnded(), times.replied())));
                if (begun - due > LATE_NANOS) {
                    late.incrementAndGet();
                }
            }
        }
        return found;
    }
}
