package org.gatepost.adapter.scanner.attachment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Octets that flow by, and whether a program would find a zip archive in them by the record at its end, whatever they begin with (APPNOTE section 4.3.16). For
 * one thread; closing it closes nothing.
 */
final class ZipEnd extends FilterInputStream {

    private static final int RECORD_OCTETS = 22;
    private static final int OCTETS_MAX = RECORD_OCTETS + 0xffff;

    private byte[] last = new byte[8192];
    private int length;

    ZipEnd(InputStream octets) {
        super(octets);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
        int count = super.read(into, offset, most);
        if (count > 0) {
            keep(into, offset, count);
        }
        return count;
    }

    private void keep(byte[] octets, int offset, int count) {
        int kept = Math.min(count, OCTETS_MAX);
        if (length + kept > last.length) {
            int old = Math.min(length, OCTETS_MAX);
            // Twice as much as counts, so that little is moved.
            byte[] room = last.length < 2 * OCTETS_MAX ? new byte[Math.min(Math.max(2 * last.length, old + kept), 2 * OCTETS_MAX)] : last;
            System.arraycopy(last, length - old, room, 0, old);
            last = room;
            length = old;
        }
        System.arraycopy(octets, offset + count - kept, last, length, kept);
        length += kept;
    }

    /** Asked when all has been read. */
    boolean isZip() {
        for (int i = length - RECORD_OCTETS; i >= Math.max(0, length - OCTETS_MAX); i--) {
            // On one disk, its comment not beyond the end.
            if (last[i] == 'P' && last[i + 1] == 'K' && last[i + 2] == 5 && last[i + 3] == 6 && last[i + 4] == 0 && last[i + 5] == 0
                    && i + RECORD_OCTETS + (last[i + 20] & 0xff | (last[i + 21] & 0xff) << 8) <= length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {
        // It is not ours.
    }
}
