package org.gatepost.conversion;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What of a content stands between two places. Closes the content's stream with itself. */
final class Extent extends FilterInputStream {

    private long left;

    /** Closes {@code content} where it ends before {@code from}. */
    Extent(InputStream content, long from, long to) throws IOException {
        super(content);
        left = to - from;
        try {
            content.skipNBytes(from);
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = left == 0 ? -1 : in.read(into, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(left, in.available());
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
