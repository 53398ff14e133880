package org.gatepost.adapter.scanner.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that may run until a moment and say so much, with an empty environment and in a session of its own where the machine has setsid(1), so that it can
 * be ended with all its children, also those whose parent has gone. Used by one thread, and closed by it.
 */
final class BoundedProcess implements AutoCloseable {

    /** Octets of its standard output. */
    static final int OUTPUT_OCTETS_MAX = 64 * 1024;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Path KILL = Path.of("/bin/kill");

    private final long end;
    private final boolean ownSession = Files.isExecutable(SETSID) && Files.isExecutable(KILL);
    private final Process process;
    private final CountDownLatch fed = new CountDownLatch(1);
    private boolean feeding;

    /** What it is given on its standard input. */
    @FunctionalInterface
    interface Input {
        void write(OutputStream out) throws IOException;
    }

    /** @param end by {@link System#nanoTime} */
    BoundedProcess(List<String> command, long end) throws IOException {
        this.end = end;
        List<String> all = new ArrayList<>(ownSession ? List.of(SETSID.toString()) : List.of());
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(Path.of("/").toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        process = builder.start();
    }

    /** Gives it that, on a thread of its own: it may answer before it has read all, and need not read it. */
    void feed(Input input) {
        feeding = true;
        Thread.ofVirtual().start(() -> {
            try (OutputStream out = process.getOutputStream()) {
                input.write(out);
            } catch (IOException e) {
                // It had enough; what it says is what counts.
            } finally {
                fed.countDown();
            }
        });
    }

    /** All it says, once it has ended with 0 in time. */
    byte[] output() throws IOException {
        FutureTask<byte[]> reading = new FutureTask<>(this::read);
        Thread.ofVirtual().start(reading);
        try {
            byte[] said = reading.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("did not end in time");
            }
            if (process.exitValue() != 0) {
                throw new IOException("ended with " + process.exitValue());
            }
            return said;
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("given up", e);
        }
    }

    private byte[] read() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        InputStream in = process.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (said.size() + count > OUTPUT_OCTETS_MAX) {
                throw new IOException("says more than " + OUTPUT_OCTETS_MAX + " octets");
            }
            said.write(buffer, 0, count);
        }
        return said.toByteArray();
    }

    /** Ends it with all its children, and waits a moment until nobody reads the content for it any more. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (ownSession) {
            killSession();
        }
        if (feeding) {
            try {
                // Who left its session and keeps the pipe open is not waited for.
                fed.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
}
