package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Octets to a filter and from it, with one deadline for all that belongs to a message. Used by one thread at a time. */
interface MilterLink extends AutoCloseable {

    /** Sends all of it. */
    void send(ByteBuffer octets) throws IOException;

    /** Fills the buffer; a filter that closes before is an {@link IOException}. */
    void receive(ByteBuffer octets) throws IOException;

    /** Puts what has come into the buffer, without waiting: how much, -1 where the filter has closed. */
    int glance(ByteBuffer octets) throws IOException;

    /** From now on all of it has this long. */
    void within(Duration deadline);

    @Override
    void close() throws IOException;
}
