package org.gatepost.ee.store;

import java.io.IOException;
import java.io.InputStream;

import org.gatepost.mail.QueueId;
import org.gatepost.queue.ContentStore;
import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;

/**
 * A content that lies in the queue, read anew each time it is opened. What was noticed while it came is not known any more: it is taken to need eight bits.
 *
 * @param size octets
 */
public record StoredContent(ContentStore contents, QueueId id, long size) implements MessageContent {

    @Override
    public InputStream open() throws IOException {
        return contents.open(id);
    }

    @Override
    public ContentTraits traits() {
        return new ContentTraits(0, 0, true);
    }

    @Override
    public void close() {
        // It stays where it is.
    }
}
