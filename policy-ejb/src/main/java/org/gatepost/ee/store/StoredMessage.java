package org.gatepost.ee.store;

import java.util.Optional;

import org.gatepost.queue.NewMessage;

/**
 * A message as it goes into the tables.
 *
 * @param content its octets; empty where they lie in content_chunk already
 * @param leased whether its entries are to be ours from the start, rather than free for whoever claims them
 */
public record StoredMessage(NewMessage message, Optional<byte[]> content, boolean leased) {

    /** False for empty content, of which no piece is stored, and for content that was stored before. */
    boolean bringsContent() {
        return content.isPresent() && content.get().length > 0;
    }
}
