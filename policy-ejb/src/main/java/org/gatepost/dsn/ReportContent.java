package org.gatepost.dsn;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;

/** A report's octets, in memory; nothing to close. */
final class ReportContent implements MessageContent {

    private final byte[] octets;
    private final ContentTraits traits;

    ReportContent(byte[] octets) {
        this.octets = octets.clone();
        int longest = 0;
        int line = 0;
        boolean eightBit = false;
        for (byte octet : octets) {
            line = octet == '\n' ? 0 : octet == '\r' ? line : line + 1;
            longest = Math.max(longest, line);
            eightBit |= octet < 0;
        }
        this.traits = new ContentTraits(0, longest, eightBit);
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

    @Override
    public void close() {
        // Memory goes by itself.
    }
}
