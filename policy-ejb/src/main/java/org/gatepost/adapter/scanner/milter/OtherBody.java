package org.gatepost.adapter.scanner.milter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.gatepost.scan.ScanWish;

/** The body a filter puts in the place of the one that was received, gathered from its packets. For one message and one thread. */
final class OtherBody {

    private final int octetsMax;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private int last;

    OtherBody(int octetsMax) {
        this.octetsMax = octetsMax;
    }

    /** One more piece. Lines that end in LF alone get their CR; what could end a line elsewhere than it seems is no body of ours. */
    void take(byte[] piece) throws IOException {
        for (byte octet : piece) {
            if (octet == 0 || last == '\r' && octet != '\n') {
                throw new IOException("not understood: a body with a " + (octet == 0 ? "NUL" : "bare CR"));
            }
            if (octet == '\n' && last != '\r') {
                octets.write('\r');
            }
            octets.write(octet);
            last = octet;
            bounded();
        }
    }

    private void bounded() throws IOException {
        if (octets.size() > octetsMax) {
            throw new IOException("wants a body of more than " + octetsMax + " octets");
        }
    }

    /** All of it. @param separated whether the header section as received ends with its empty line */
    ScanWish.ReplaceBody whole(boolean separated) throws IOException {
        if (last == '\r') {
            throw new IOException("not understood: a body with a bare CR");
        }
        if (last != '\n' && octets.size() > 0) {
            octets.write('\r');
            octets.write('\n');
            bounded();
        }
        return new ScanWish.ReplaceBody((separated ? "" : "\r\n") + octets.toString(StandardCharsets.ISO_8859_1));
    }
}
