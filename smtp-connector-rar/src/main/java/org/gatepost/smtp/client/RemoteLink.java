package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;

/** A connection to a next hop: two streams. For one thread, but {@link #close()} may come from any. */
public interface RemoteLink extends AutoCloseable {

    InputStream in();

    /** Not buffered; a write may block as long as the other side does not read. */
    OutputStream out();

    /** From now on a read that waits longer throws {@link java.net.SocketTimeoutException}; with zero it waits for ever. */
    void readTimeout(Duration timeout) throws IOException;

    /** The address it leads to, as text, for traces. */
    String remoteAddress();

    /** Our own address on it, as text, for reports; empty where it is not known. */
    default String localAddress() {
        return "";
    }

    /**
     * Shakes hands for TLS, after which this link is used no more but for {@link #close()}, and the returned one instead (RFC 3207 section 4.2). The
     * handshake is bounded by the read timeout.
     *
     * @throws IOException where it fails, {@link TlsTerms#trust()} included; the connection is of no use then
     */
    RemoteLink startTls(TlsTerms terms) throws IOException;

    /** What was agreed where it is encrypted. */
    Optional<TlsSession> tls();

    /** Ends it at once; reads and writes under way fail. May be called twice; never throws. */
    @Override
    void close();

    /** Looks hosts up, as the connector does that makes the connections. */
    @FunctionalInterface
    interface Lookup {

        /**
         * The host's addresses, at least one, in the order they are to be tried.
         *
         * @param host a name or an address
         * @throws IOException where it has none, or nobody can tell
         */
        List<IpAddress> addresses(String host) throws IOException;
    }

    /** Makes connections. */
    @FunctionalInterface
    interface Connector {

        /**
         * Connects.
         *
         * @param timeout for each address tried
         * @param from one of our own addresses to connect from; addresses of the other family are passed over then
         * @throws IOException where none answers; its message says what was tried
         */
        RemoteLink connect(String host, int port, Duration timeout, Optional<IpAddress> from) throws IOException;
    }
}
