package org.gatepost.workbench.scan;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;

/** A content in memory. */
record FixedContent(byte[] octets) implements MessageContent {

    static FixedContent of(String text) {
        return new FixedContent(text.getBytes(StandardCharsets.ISO_8859_1));
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
        return new ContentTraits(0, 0, false);
    }

    @Override
    public void close() {
        // memory only
    }
}
