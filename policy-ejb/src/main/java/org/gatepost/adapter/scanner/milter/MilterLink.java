package org.gatepost.adapter.scanner.milter;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Octets to a filter and from it, with one deadline for all of them. Used by one thread. */
interface MilterLink extends AutoCloseable {

    /** Sends all of it. */
    void send(ByteBuffer octets) throws IOException;

    /** Fills the buffer; a filter that closes before is an {@link IOException}. */
    void receive(ByteBuffer octets) throws IOException;

    @Override
    void close() throws IOException;
}
