package org.gatepost.adapter.scanner.lmtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.gatepost.smtp.client.OutgoingContent;
import org.gatepost.smtp.spool.MessageContent;

/** A content for a filter: the octets as received, whatever the filter says it takes; it passes them on to nobody. */
record AsReceived(MessageContent content) implements OutgoingContent {

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = content.open()) {
            in.transferTo(out);
        }
    }

    @Override
    public OutgoingContent inSevenBit() {
        return this;
    }
}
