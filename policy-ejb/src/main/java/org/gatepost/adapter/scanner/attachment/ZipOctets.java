package org.gatepost.adapter.scanner.attachment;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The octets of a zip archive, of which it is known where they stand: its numbers, and what its files are packed in. For one thread; closes nothing. */
final class ZipOctets {

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int next;
    private int limit;
    private long before;

    ZipOctets(InputStream in) {
        this.in = in;
    }

    /** Octets read so far. */
    long position() {
        return before + next;
    }

    boolean atEnd() throws IOException {
        return next == limit && !fill();
    }

    private boolean fill() throws IOException {
        before += limit;
        next = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /** So many octets, as numbers are written in them; {@link EOFException} where there are fewer. */
    ByteBuffer octets(int count) throws IOException {
        byte[] octets = new byte[count];
        for (int at = 0; at < count;) {
            int read = read(octets, at, count - at);
            if (read < 0) {
                throw new EOFException("ends within");
            }
            at += read;
        }
        return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    }

    int int32() throws IOException {
        return octets(4).getInt();
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        if (atEnd()) {
            return -1;
        }
        int count = Math.min(length, limit - next);
        System.arraycopy(buffer, next, into, offset, count);
        next += count;
        return count;
    }

    /** The next octets as they stand there. */
    InputStream stored(long length) {
        return new Unpacked() {
            private long left = length;

            @Override
            public int read(byte[] into, int offset, int most) throws IOException {
                if (left == 0 || most == 0) {
                    return left == 0 ? -1 : 0;
                }
                int count = ZipOctets.this.read(into, offset, (int) Math.min(most, left));
                if (count < 0) {
                    throw new EOFException("ends within a file");
                }
                left -= count;
                return count;
            }
        };
    }

    /** What the next octets were before they were deflated; its end is theirs. */
    InputStream inflated(Inflater inflater) {
        return new Unpacked() {
            @Override
            public int read(byte[] into, int offset, int most) throws IOException {
                try {
                    while (most > 0 && !inflater.finished()) {
                        if (inflater.needsInput()) {
                            if (atEnd()) {
                                throw new EOFException("ends within a file");
                            }
                            inflater.setInput(buffer, next, limit - next);
                        }
                        int count = inflater.inflate(into, offset, most);
                        next = limit - inflater.getRemaining();
                        if (count > 0) {
                            return count;
                        }
                        if (inflater.needsDictionary()) {
                            throw new ZipException("packed with a dictionary");
                        }
                    }
                    return inflater.finished() ? -1 : 0;
                } catch (DataFormatException e) {
                    throw new ZipException("not deflated");
                }
            }
        };
    }

    /** Reads by the array. */
    private abstract static class Unpacked extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public abstract int read(byte[] into, int offset, int most) throws IOException;
    }
}
