package org.gatepost.workbench.bench.large;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import org.gatepost.workbench.bench.load.Percentiles;
import org.gatepost.workbench.bench.load.SmtpConversation;

/**
 * Sends large messages at once and small ones beside them, and takes them in again at an LMTP sink. Arguments: the sink's port, the server's SMTP
 * port, how many messages, of how many octets. Begins with the first line on standard input and says {@code name=value} lines.
 */
public final class LargeLoad {

    private static final int NEIGHBOURS = 4;
    private static final int NEIGHBOUR_PACE_MILLIS = 50;
    private static final int NEIGHBOUR_LINES = 64;
    private static final int ARRIVES_WITHIN_SECONDS = 150;

    private final HashingSink sink;
    private final int port;
    private final int count;
    private final long octets;
    private final AtomicInteger neighboursRefused = new AtomicInteger();
    private volatile boolean sending = true;

    /** What became of one large message: its digest where it was accepted, the time until then, or why not. */
    private record Sent(int number, Optional<String> digest, long nanos, String refusal) {
    }

    private LargeLoad(HashingSink sink, int port, int count, long octets) {
        this.sink = sink;
        this.port = port;
        this.count = count;
        this.octets = octets;
    }

    public static void main(String[] arguments) throws Exception {
        try (HashingSink sink = new HashingSink(Integer.parseInt(arguments[0]))) {
            System.out.println("done=ready");
            if (System.in.read() >= 0) {
                new LargeLoad(sink, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Long.parseLong(arguments[3])).run();
            }
        }
    }

    private void run() throws Exception {
        long start = System.nanoTime();
        List<Sent> sent = new ArrayList<>();
        long[] neighbours;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> small = new ArrayList<>();
            for (int i = 0; i < NEIGHBOURS; i++) {
                small.add(threads.submit(this::neighbour));
            }
            List<Callable<Sent>> large = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                LargeMessage message = new LargeMessage(i, octets);
                large.add(() -> send(message));
            }
            for (Future<Sent> each : threads.invokeAll(large)) {
                sent.add(each.get());
            }
            sending = false;
            neighbours = joined(small);
        }
        report(sent, neighbours, (System.nanoTime() - start) / 1e9, awaitArrival(sent, start));
    }

    private static long[] joined(List<Future<long[]>> small) throws InterruptedException, ExecutionException {
        LongStream all = LongStream.empty();
        for (Future<long[]> each : small) {
            all = LongStream.concat(all, LongStream.of(each.get()));
        }
        return all.toArray();
    }

    private Sent send(LargeMessage message) {
        long start = System.nanoTime();
        try (SmtpConversation session = SmtpConversation.open(SmtpConversation.loopback(1), port)) {
            session.command("EHLO large.example", 250);
            session.command("MAIL FROM:<bench@sender.example> SIZE=" + octets, 250);
            session.command("RCPT TO:<alice@example.com>", 250);
            session.command("DATA", 354);
            String digest = message.writeTo(session::write);
            // The last line has its CRLF already.
            session.command(".", 250);
            return new Sent(message.number(), Optional.of(digest), System.nanoTime() - start, "");
        } catch (IOException e) {
            return new Sent(message.number(), Optional.empty(), System.nanoTime() - start, String.valueOf(e.getMessage()));
        }
    }

    /** From MAIL to the reply after the content, whatever that is, message after message, while large ones are being sent. */
    private long[] neighbour() throws IOException, InterruptedException {
        LongStream.Builder nanos = LongStream.builder();
        byte[] content = ("Subject: neighbour\r\n\r\n" + ("n".repeat(62) + "\r\n").repeat(NEIGHBOUR_LINES)).getBytes(StandardCharsets.US_ASCII);
        try (SmtpConversation session = SmtpConversation.open(SmtpConversation.loopback(1), port)) {
            session.command("EHLO neighbour.example", 250);
            while (sending) {
                long start = System.nanoTime();
                session.command("MAIL FROM:<bench@sender.example>", 250);
                session.command("RCPT TO:<bob@example.com>", 250);
                session.command("DATA", 354);
                session.write(ByteBuffer.wrap(content));
                if (session.command(".") != 250) {
                    neighboursRefused.incrementAndGet();
                }
                nanos.add(System.nanoTime() - start);
                TimeUnit.MILLISECONDS.sleep(NEIGHBOUR_PACE_MILLIS);
            }
        }
        return nanos.build().toArray();
    }

    /** Waits until everything accepted has arrived; seconds since the beginning. */
    private double awaitArrival(List<Sent> sent, long start) throws InterruptedException {
        long accepted = sent.stream().filter(each -> each.digest().isPresent()).count();
        for (int i = 0; i < ARRIVES_WITHIN_SECONDS * 10 && sink.arrivals().digests().size() < accepted; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void report(List<Sent> sent, long[] neighbours, double acceptSeconds, double arriveSeconds) {
        Map<Integer, String> arrived = sink.arrivals().digests();
        long accepted = sent.stream().filter(each -> each.digest().isPresent()).count();
        long identical = sent.stream().filter(each -> each.digest().isPresent() && each.digest().get().equals(arrived.get(each.number()))).count();
        Percentiles small = Percentiles.of(neighbours);
        sent.stream().map(Sent::refusal).filter(refusal -> !refusal.isEmpty()).distinct().limit(5).forEach(refusal -> System.err.println("refused: " + refusal));
        System.out.println("accepted=" + accepted + "\nidentical=" + identical + "\narrived=" + arrived.size() + "\ntwice=" + sink.arrivals().again() + "\nacceptSeconds="
                + acceptSeconds + "\narriveSeconds=" + arriveSeconds + "\nneighbours=" + small.count() + "\nneighboursRefused=" + neighboursRefused + "\nneighbourP50=" + small.millis(50) + "\nneighbourP99="
                + small.millis(99) + "\nneighbourGreatest=" + small.millis(100) + "\ndone=" + count);
    }
}
