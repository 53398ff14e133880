package org.gatepost.ee.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.gatepost.queue.ContentStore;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.smtp.client.OutgoingContent;

/** A message's content on its way out: as received, with its declared edits. */
record EditedContent(DeliveryTask task, ContentStore contents) implements OutgoingContent {

    @Override
    public long size() {
        QueuedMessage message = task.claimed().message();
        return message.edits().sizeAfter(message.contentOctets());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream content = task.open(contents)) {
            task.claimed().message().edits().apply(content, out);
        }
    }
}
