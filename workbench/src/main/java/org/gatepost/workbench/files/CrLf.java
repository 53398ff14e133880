package org.gatepost.workbench.files;

import java.io.ByteArrayOutputStream;

/** Line ends of messages in files. */
public final class CrLf {

    private CrLf() {
    }

    /** The octets with CRLF where there is a bare LF. */
    public static byte[] of(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + octets.length / 32);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[i]);
        }
        return out.toByteArray();
    }
}
