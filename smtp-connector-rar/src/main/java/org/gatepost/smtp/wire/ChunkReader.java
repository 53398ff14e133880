package org.gatepost.smtp.wire;

import java.io.IOException;

/** Reads one chunk that follows BDAT (RFC 3030 section 2): a number of octets, whatever they are. */
public final class ChunkReader {

    private ChunkReader() {
    }

    /** Hands the chunk to the lines; after the last the content is complete. False where the peer closed before. */
    public static boolean read(OctetInput input, long octets, boolean last, ContentLines lines) throws IOException {
        long left = octets;
        while (left > 0) {
            int octet = input.read();
            if (octet < 0) {
                return false;
            }
            lines.take(octet);
            left--;
            left -= input.handOn(lines, left);
        }
        if (last) {
            lines.end();
        }
        return true;
    }

    /** Reads a chunk of a message that is refused already, and forgets it. False where the peer closed before. */
    public static boolean skip(OctetInput input, long octets) throws IOException {
        for (long i = 0; i < octets; i++) {
            if (input.read() < 0) {
                return false;
            }
        }
        return true;
    }
}
