package org.gatepost.workbench.bench.harness;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postfix's smtp-sink, which throws mail away and counts it: where both servers deliver to. */
public final class SmtpSink implements AutoCloseable {

    /** What it speaks. */
    public enum Protocol {
        SMTP, LMTP;

        /** The name of Postfix's transport to it. */
        public String transport() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final Pattern COUNTERS = Pattern.compile("sess=\\d+ quit=\\d+ mesg=(\\d+)");
    private static final int TAIL_OCTETS = 400;
    private static final Duration UP_WITHIN = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Process process;
    private final Path counter;

    private SmtpSink(Process process, Path counter) {
        this.process = process;
        this.counter = counter;
    }

    static SmtpSink started(Path counter, int port, Protocol protocol) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("smtp-sink", "-c", "-m", "1000"));
        if (protocol == Protocol.LMTP) {
            command.add("-L");
        }
        if (ProcessHandle.current().info().user().filter("root"::equals).isPresent()) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("inet:127.0.0.1:" + port, "1000"));
        // Its counters go to a file and not to us: a pipe would wake our JVM for every message while we measure.
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(counter.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        SmtpSink sink = new SmtpSink(builder.start(), counter);
        try {
            sink.awaitUp(port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            sink.close();
            throw e;
        }
        return sink;
    }

    private void awaitUp(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + UP_WITHIN.toNanos();
        while (!accepts(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchFailed("smtp-sink does not listen on port " + port);
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many messages it has taken since it was started. */
    public long messages() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(counter.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(TAIL_OCTETS, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return messages(new String(tail, StandardCharsets.US_ASCII));
        }
    }

    /** The count of messages in the last complete set of counters of what smtp-sink -c wrote; 0 where there is none. */
    static long messages(String written) {
        // The last one may be cut short: only what the carriage return has ended counts.
        Matcher counters = COUNTERS.matcher(written.substring(0, written.lastIndexOf('\r') + 1));
        long last = 0;
        while (counters.find()) {
            last = Long.parseLong(counters.group(1));
        }
        return last;
    }

    /**
     * Waits until it has taken {@code messages} in all.
     *
     * @throws BenchFailed if {@code patience} passes without a single further message: something was lost
     */
    public void await(long messages, Duration patience) throws IOException, InterruptedException {
        long seen = -1;
        long moved = System.nanoTime();
        for (long now = messages(); now < messages; now = messages()) {
            if (now > seen) {
                seen = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new BenchFailed("the sink has " + now + " of " + messages + " messages, and none came for " + patience.toSeconds() + " s");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        Files.deleteIfExists(counter);
    }
}
