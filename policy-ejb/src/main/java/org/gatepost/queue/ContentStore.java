package org.gatepost.queue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;

import org.gatepost.mail.QueueId;

/** Port: the content of messages in the queue. Safe for use by many threads. */
public interface ContentStore {

    /** A stream over a message's content as received, read piece by piece: never whole in memory. The caller closes it. */
    InputStream open(QueueId id) throws IOException;

    /**
     * The contents of these messages, as many as can be read at once; the others are to be opened. For contents that are known to be small: they are
     * whole in memory. None, where the store has no quicker way than {@link #open}.
     */
    default Map<QueueId, byte[]> readSmall(Collection<QueueId> ids) {
        return Map.of();
    }
}
