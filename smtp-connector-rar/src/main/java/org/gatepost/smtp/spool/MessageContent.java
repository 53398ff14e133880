package org.gatepost.smtp.spool;

import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of one message as received: header section, empty line and body, without the dots of the wire. Immutable and safe for use by
 * several threads until closed.
 *
 * <p>Whoever creates a content closes it; whoever wants to keep it beyond the call it was handed to copies it. Every change to a message is
 * a list of edits applied on the way out, never a change here.
 */
public interface MessageContent extends AutoCloseable {

    /** Octets. */
    long size();

    /** A new stream over all octets, from the first. The caller closes it. */
    InputStream open() throws IOException;

    /** What was noticed while it was read. */
    ContentTraits traits();

    /** Gives back memory or file. Streams still open may fail afterwards. May be called twice. */
    @Override
    void close();
}
