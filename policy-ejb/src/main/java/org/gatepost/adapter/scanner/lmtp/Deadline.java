package org.gatepost.adapter.scanner.lmtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.gatepost.smtp.client.RemoteLink;

/** Closes a link when its time has passed, whatever it is at; until it is closed itself. */
final class Deadline implements AutoCloseable {

    private final Thread watch;
    private Optional<RemoteLink> link = Optional.empty();
    private boolean over;

    Deadline(Duration time) {
        watch = Thread.ofVirtual().start(() -> {
            try {
                TimeUnit.NANOSECONDS.sleep(time.toNanos());
                pass();
            } catch (InterruptedException e) {
                // It ended before.
                Thread.currentThread().interrupt();
            }
        });
    }

    /** That link, which is closed from now on when time has passed. */
    synchronized RemoteLink closes(RemoteLink opened) throws IOException {
        if (over) {
            opened.close();
            throw new IOException("no answer in time");
        }
        link = Optional.of(opened);
        return opened;
    }

    private synchronized void pass() {
        over = true;
        link.ifPresent(RemoteLink::close);
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
