package org.gatepost.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.TlsSession;

/** A TCP connection to a next hop, plain or encrypted. */
public final class SocketLink implements RemoteLink {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** What is closed: the connection itself, whatever is spoken over it; encrypted ones would wait for a write under way. */
    private final Socket connection;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Optional<TlsSession> tls;

    private SocketLink(Socket connection, Socket socket, Optional<TlsSession> tls) throws IOException {
        this.connection = connection;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.tls = tls;
    }

    /** Looks the host up anew and tries its addresses in turn: the {@link RemoteLink.Connector} for real next hops. */
    public static RemoteLink connect(String host, int port, Duration timeout) throws IOException {
        return connect(host, port, timeout, Optional.empty());
    }

    /** The same from one of our own addresses; addresses of the other family are passed over then. */
    public static RemoteLink connect(String host, int port, Duration timeout, Optional<IpAddress> from) throws IOException {
        IOException all = null;
        for (InetAddress address : lookedUp(host)) {
            if (from.isPresent() && from.get().isV4() != address instanceof Inet4Address) {
                continue;
            }
            try {
                return connect(new InetSocketAddress(address, port), timeout, from);
            } catch (IOException e) {
                String text = (all == null ? "" : all.getMessage() + "; ") + address.getHostAddress() + " port " + port + ": " + e.getMessage();
                all = new IOException(text, e);
            }
        }
        throw all == null ? new IOException("no address for " + host) : all;
    }

    /** The addresses {@link #connect} would try, in its order: the {@link RemoteLink.Lookup} for real next hops. */
    public static List<IpAddress> addresses(String host) throws IOException {
        return Arrays.stream(lookedUp(host)).map(address -> IpAddress.of(address.getAddress())).toList();
    }

    private static InetAddress[] lookedUp(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("no address for " + host, e);
        }
    }

    private static RemoteLink connect(InetSocketAddress address, Duration timeout, Optional<IpAddress> from) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(from.get().octets()), 0));
            }
            socket.connect(address, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return new SocketLink(socket, socket, Optional.empty());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public RemoteLink startTls(TlsTerms terms) throws IOException {
        SSLSocket encrypted = (SSLSocket) terms.context().getSocketFactory().createSocket(connection, terms.serverName(), connection.getPort(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        serverName(terms.serverName()).ifPresent(name -> parameters.setServerNames(List.of(name)));
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return new SocketLink(connection, encrypted, Optional.of(new TlsSession(encrypted.getSession().getProtocol(), encrypted.getSession().getCipherSuite())));
    }

    /** RFC 6066 section 3: a name of a host; never an address. */
    private static Optional<SNIServerName> serverName(String host) {
        try {
            return host.matches("[0-9.]+") || host.indexOf(':') >= 0 ? Optional.empty() : Optional.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<TlsSession> tls() {
        return tls;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(timeout.isZero() ? 0 : (int) Math.clamp(timeout.toMillis(), 1L, Integer.MAX_VALUE));
    }

    @Override
    public String remoteAddress() {
        return connection.getInetAddress().getHostAddress();
    }

    @Override
    public String localAddress() {
        return connection.getLocalAddress().getHostAddress();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // Closed is all we wanted.
            return;
        }
    }
}
