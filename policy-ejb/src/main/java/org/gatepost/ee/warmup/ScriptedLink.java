package org.gatepost.ee.warmup;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

import org.gatepost.smtp.session.Link;

/** A client that says its lines, one for each time it is listened to, and hears nothing. For one thread. */
final class ScriptedLink implements Link {

    private final Iterator<String> lines;
    private byte[] now = {};
    private int said;

    ScriptedLink(List<String> lines) {
        this.lines = lines.iterator();
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return say(into, offset, length);
            }
        };
    }

    private int say(byte[] into, int offset, int length) {
        if (said == now.length) {
            if (!lines.hasNext()) {
                return -1;
            }
            now = lines.next().getBytes(StandardCharsets.US_ASCII);
            said = 0;
        }
        int count = Math.min(length, now.length - said);
        System.arraycopy(now, said, into, offset, count);
        said += count;
        return count;
    }

    @Override
    public OutputStream output() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void setReadTimeout(Duration patience) {
        // It is never late.
    }

    @Override
    public void finish() {
        close();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
