package org.gatepost.smtp.session;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.gatepost.smtp.protocol.TlsSession;

/** A link whose client sends octets in groups, waits for nothing, and then closes. No read gives octets of two groups. */
final class OctetLink implements Link {

    private final List<byte[]> groups;
    private final IntUnaryOperator split;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private int group;
    private int sent;

    /** @param split how many octets one read gives at most, given how many there are */
    OctetLink(List<byte[]> groups, IntUnaryOperator split) {
        this.groups = groups;
        this.split = split;
    }

    /** All it was told. */
    String said() {
        return said.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("reads are of arrays");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return give(into, offset, length);
            }
        };
    }

    private int give(byte[] into, int offset, int length) {
        while (group < groups.size() && sent == groups.get(group).length) {
            group++;
            sent = 0;
        }
        if (group == groups.size() || length == 0) {
            return group == groups.size() ? -1 : 0;
        }
        byte[] octets = groups.get(group);
        int count = Math.min(length, Math.min(octets.length - sent, Math.max(1, split.applyAsInt(octets.length - sent))));
        System.arraycopy(octets, sent, into, offset, count);
        sent += count;
        return count;
    }

    @Override
    public OutputStream output() {
        return said;
    }

    @Override
    public void setReadTimeout(Duration patience) {
        // Whoever sends all at once keeps nobody waiting.
    }

    @Override
    public boolean canEncrypt() {
        return true;
    }

    @Override
    public TlsSession startTls(boolean asksCertificate, Duration patience) {
        return new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256");
    }

    @Override
    public void finish() {
        // Nothing was left open.
    }

    @Override
    public void close() {
        // Nothing was left open.
    }
}
