package org.gatepost.adapter.scanner.command;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that may run until a moment and say so much, with nothing in its environment but a mark and what it is to be told there, and in a session of its own where the machine has
 * setsid(1), so that it can be ended with all its children: those of its session, those it still knows, and those with the mark who left both. What it said is
 * complete when it has ended, whoever still holds its pipes. Used by one thread, and closed by it.
 */
final class BoundedProcess implements AutoCloseable {

    /** Octets of its standard output. */
    static final int OUTPUT_OCTETS_MAX = 64 * 1024;
    private static final String MARK = "GATEPOST_QUESTION=";
    private static final AtomicLong MARKS = new AtomicLong();
    private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);
    /** Walks over a family that goes on growing. */
    private static final int WALKS_MAX = 3;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Path KILL = Path.of("/bin/kill");

    private final long end;
    private final boolean ownSession = Files.isExecutable(SETSID) && Files.isExecutable(KILL);
    private final Process process;
    private final int outputOctetsMax;
    private final CountDownLatch fed = new CountDownLatch(1);
    private final String mark = MARK + ProcessHandle.current().pid() + '.' + MARKS.incrementAndGet();
    private boolean feeding;
    private volatile Optional<String> feedingFailed = Optional.empty();

    /** What it is given on its standard input. */
    @FunctionalInterface
    interface Input {
        void write(OutputStream out) throws IOException;
    }

    /**
     * What it said when it had ended.
     *
     * @param status it ended with
     */
    record Ended(int status, byte[] output) {
    }

    /** One that is told nothing in its environment. */
    BoundedProcess(List<String> command, long end) throws IOException {
        this(command, Map.of(), OUTPUT_OCTETS_MAX, end);
    }

    /**
     * Starts it.
     *
     * @param outputOctetsMax of its standard output
     * @param end by {@link System#nanoTime}
     */
    BoundedProcess(List<String> command, Map<String, String> environment, int outputOctetsMax, long end) throws IOException {
        this.end = end;
        this.outputOctetsMax = outputOctetsMax;
        List<String> all = new ArrayList<>(ownSession ? List.of(SETSID.toString()) : List.of());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(Path.of("/").toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(mark.substring(0, MARK.length() - 1), mark.substring(MARK.length()));
        process = builder.start();
    }

    /** Gives it that, on a thread of its own: it may answer before it has read all, and need not read it. */
    void feed(Input input) {
        feeding = true;
        Thread.ofVirtual().start(() -> {
            Pipe pipe = new Pipe(process.getOutputStream());
            try (pipe) {
                input.write(pipe);
            } catch (IOException | RuntimeException e) {
                // Where it had enough, what it says is what counts; where we have no more to give, it took a part for the whole.
                if (!pipe.isShut()) {
                    feedingFailed = Optional.of("could not be told all: " + e.getMessage());
                }
            } finally {
                fed.countDown();
            }
        });
    }

    /** All it says, once it has ended with 0 in time and been told all it wanted to hear. */
    byte[] output() throws IOException {
        Ended ended = ended();
        if (ended.status() != 0) {
            throw new IOException("ended with " + ended.status());
        }
        return ended.output();
    }

    /** The same, whatever it ended with; only what ended with 0 has to have been told all. */
    Ended ended() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            boolean ended = false;
            for (long pause = TimeUnit.MILLISECONDS.toNanos(1); !ended; pause = Math.min(2 * pause, PAUSE_NANOS_MAX)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new SocketTimeoutException("no answer in time");
                }
                ended = process.waitFor(Math.min(pause, left), TimeUnit.NANOSECONDS);
                hear(said);
            }
            if (process.exitValue() != 0) {
                return new Ended(process.exitValue(), said.toByteArray());
            }
            if (feeding && !fed.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("did not take all in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("given up", e);
        }
        if (feedingFailed.isPresent()) {
            throw new IOException(feedingFailed.get());
        }
        return new Ended(0, said.toByteArray());
    }

    /** What is there: the end of the pipe may never come. */
    private void hear(ByteArrayOutputStream said) throws IOException {
        InputStream in = process.getInputStream();
        byte[] buffer = new byte[4096];
        while (in.available() > 0) {
            said.write(buffer, 0, Math.max(0, in.read(buffer)));
            if (said.size() > outputOctetsMax) {
                throw new IOException("says more than " + outputOctetsMax + " octets");
            }
        }
    }

    /** Ends it with all its children, and waits a moment until nobody reads the content for it any more. */
    @Override
    public void close() {
        boolean unwilling = process.isAlive();
        for (int i = 0; i < WALKS_MAX && process.descendants().filter(ProcessHandle::destroyForcibly).count() > 0; i++) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        if (ownSession) {
            killSession();
        }
        try {
            if (unwilling || feeding && !fed.await(100, TimeUnit.MILLISECONDS)) {
                killMarked();
            }
            if (feeding) {
                fed.await(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those who left its session after their parent had gone are found by what they inherited. */
    private void killMarked() {
        ProcessHandle.allProcesses().filter(each -> each.pid() != ProcessHandle.current().pid()).filter(this::isMarked).forEach(ProcessHandle::destroyForcibly);
    }

    private boolean isMarked(ProcessHandle each) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", String.valueOf(each.pid()), "environ")), StandardCharsets.ISO_8859_1).contains(mark + '\0');
        } catch (IOException e) {
            // Gone, or somebody else's.
            return false;
        }
    }

    private void killSession() {
        try {
            Process kill = new ProcessBuilder(KILL.toString(), "-KILL", "--", "-" + process.pid()).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            kill.waitFor(1, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Its children that are known are ended already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its standard input, and whether it has shut it. */
    private static final class Pipe extends FilterOutputStream {
        private volatile boolean shut;

        Pipe(OutputStream out) {
            super(out);
        }

        boolean isShut() {
            return shut;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            try {
                out.write(octets, offset, length);
            } catch (IOException e) {
                shut = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                shut = true;
                throw e;
            }
        }
    }
}
