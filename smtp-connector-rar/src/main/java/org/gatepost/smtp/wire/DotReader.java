package org.gatepost.smtp.wire;

import java.io.IOException;

/** Reads the content that follows DATA, through the CRLF.CRLF that ends it and nothing else does (RFC 5321 section 4.1.1.4). */
public final class DotReader {

    private DotReader() {
    }

    /** Hands every octet to the lines until their end. False where the peer closed before. */
    public static boolean read(OctetInput input, ContentLines lines) throws IOException {
        for (int octet = input.read(); octet >= 0; octet = input.read()) {
            if (lines.take(octet)) {
                lines.end();
                return true;
            }
            input.handOn(lines, Long.MAX_VALUE);
        }
        return false;
    }
}
