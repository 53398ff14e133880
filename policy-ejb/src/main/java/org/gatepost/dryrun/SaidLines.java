package org.gatepost.dryrun;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/** The side of a link by which a played client is listened to: what it says next is asked for when everything before has been read. For one thread. */
public final class SaidLines extends InputStream {

    private final Supplier<Optional<byte[]>> next;
    private byte[] now = {};
    private int said;

    /** @param next a line with its end; empty where nothing follows */
    public SaidLines(Supplier<Optional<byte[]>> next) {
        this.next = next;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (said == now.length) {
            Optional<byte[]> line = next.get();
            if (line.isEmpty()) {
                return -1;
            }
            now = line.get();
            said = 0;
        }
        int count = Math.min(length, now.length - said);
        System.arraycopy(now, said, into, offset, count);
        said += count;
        return count;
    }
}
