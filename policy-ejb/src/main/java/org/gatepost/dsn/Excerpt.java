package org.gatepost.dsn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.gatepost.queue.QueuedMessage;

/** The beginning of a message with its edits applied: as much as a report returns, and no more of a large content is read. */
final class Excerpt extends OutputStream {

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final int octetsMax;

    private static final class Enough extends IOException {
    }

    private Excerpt(int octetsMax) {
        this.octetsMax = octetsMax;
    }

    static InputStream of(QueuedMessage message, Attempt.Original original, int octetsMax) throws IOException {
        Excerpt excerpt = new Excerpt(octetsMax);
        try (InputStream content = original.open()) {
            message.edits().apply(content, excerpt);
        } catch (Enough e) {
            return new ByteArrayInputStream(excerpt.octets.toByteArray());
        }
        return new ByteArrayInputStream(excerpt.octets.toByteArray());
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] more, int offset, int length) throws IOException {
        int taken = Math.min(length, octetsMax - octets.size());
        octets.write(more, offset, taken);
        if (taken < length) {
            throw new Enough();
        }
    }
}
