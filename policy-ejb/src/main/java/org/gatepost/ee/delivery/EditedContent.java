package org.gatepost.ee.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import org.gatepost.mail.SevenBitEdits;
import org.gatepost.mail.SevenBitReader;
import org.gatepost.queue.ContentStore;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.smtp.client.OutgoingContent;
import org.gatepost.smtp.client.Unconvertible;
import org.gatepost.smtp.protocol.Replies;

/**
 * A message's content on its way out: as received, with its declared edits.
 *
 * @param converts whether 8-bit content may be encoded for a next hop that does not take it
 */
record EditedContent(DeliveryTask task, ContentStore contents, boolean converts) implements OutgoingContent {

    private static final Logger LOG = System.getLogger(EditedContent.class.getName());

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

    @Override
    public OutgoingContent inSevenBit() throws IOException, Unconvertible {
        try (InputStream content = edited()) {
            SevenBitEdits edits = SevenBitReader.read(content);
            if (edits.isEmpty()) {
                return this;
            }
            if (!converts) {
                throw new Unconvertible(Replies.CONVERSION_PROHIBITED);
            }
            return new SevenBitContent(this, edits, size(edits));
        } catch (SevenBitReader.NotConvertible e) {
            LOG.log(Level.INFO, "message {0} cannot be made 7-bit: {1}", task.claimed().message().id(), e.getMessage());
            throw new Unconvertible(converts ? Replies.NOT_CONVERTIBLE : Replies.CONVERSION_PROHIBITED);
        }
    }

    private long size(SevenBitEdits edits) throws IOException {
        try (InputStream content = edited()) {
            return edits.sizeOf(content);
        }
    }

    /** With its edits: what is converted is what goes out, be it another body than came in. */
    private InputStream edited() throws IOException {
        return task.claimed().message().edits().applied(task.open(contents));
    }

    /** The same, 7-bit. */
    private record SevenBitContent(EditedContent original, SevenBitEdits edits, long size) implements OutgoingContent {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream content = original.edited()) {
                edits.apply(content, out);
            }
        }

        @Override
        public OutgoingContent inSevenBit() {
            return this;
        }
    }
}
