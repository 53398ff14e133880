package org.gatepost.smtp.spool;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A content of octets somebody has in memory already, such as a report we write or a test's message. Traits are read from the octets. */
public final class MemoryContent implements MessageContent {

    private final byte[] octets;
    private final ContentTraits traits;

    public MemoryContent(byte[] octets) {
        this.octets = octets.clone();
        this.traits = read(this.octets);
    }

    @Override
    public long size() {
        return octets.length;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(octets);
    }

    @Override
    public ContentTraits traits() {
        return traits;
    }

    /** Nothing to give back. */
    @Override
    public void close() {
    }

    private static ContentTraits read(byte[] octets) {
        int longest = 0;
        int length = 0;
        boolean eightBit = false;
        for (int i = 0; i < octets.length; i++) {
            eightBit |= octets[i] < 0;
            if (octets[i] == '\n') {
                length = 0;
            } else if (octets[i] != '\r' || i + 1 == octets.length || octets[i + 1] != '\n') {
                longest = Math.max(longest, ++length);
            }
        }
        return new ContentTraits(0, longest, eightBit);
    }
}
