package org.gatepost.queue;

import java.io.IOException;
import java.io.InputStream;

import org.gatepost.mail.QueueId;

/** Port: the content of messages in the queue. Safe for use by many threads. */
public interface ContentStore {

    /** A stream over a message's content as received, read piece by piece: never whole in memory. The caller closes it. */
    InputStream open(QueueId id) throws IOException;
}
