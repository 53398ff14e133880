package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A connection to a next hop: two streams. For one thread, but {@link #close()} may come from any. */
public interface RemoteLink extends AutoCloseable {

    InputStream in();

    /** Not buffered; a write may block as long as the other side does not read. */
    OutputStream out();

    /** From now on a read that waits longer throws {@link java.net.SocketTimeoutException}; with zero it waits for ever. */
    void readTimeout(Duration timeout) throws IOException;

    /** The address it leads to, as text, for traces. */
    String remoteAddress();

    /** Ends it at once; reads and writes under way fail. May be called twice; never throws. */
    @Override
    void close();

    /** Makes connections. */
    @FunctionalInterface
    interface Connector {

        /**
         * Connects.
         *
         * @param timeout for each address tried
         * @throws IOException where none answers; its message says what was tried
         */
        RemoteLink connect(String host, int port, Duration timeout) throws IOException;
    }
}
