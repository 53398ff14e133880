package org.gatepost.workbench.scan;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;

/** A content that is made while it is read, and never anywhere as a whole. */
record EndlessText(long size) implements MessageContent {

    private static final byte[] LINE = "0123456789012345678901234567890123456789012345678901234567890\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public InputStream open() {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at == size ? -1 : LINE[(int) (at++ % LINE.length)];
            }
        };
    }

    @Override
    public ContentTraits traits() {
        return new ContentTraits(0, LINE.length - 2, false);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
