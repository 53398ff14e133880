package org.gatepost.smtp.wire;

import org.gatepost.smtp.protocol.IpAddress;

/** What a PROXY header said (PROXY protocol, versions 1 and 2). */
public sealed interface ProxyHeader {

    /** Whose connection it is, and where it was meant to go. */
    record Client(IpAddress address, int port, IpAddress serverAddress, int serverPort) implements ProxyHeader {
    }

    /** The proxy's own connection, or one it cannot describe: {@code LOCAL}, {@code UNKNOWN}, unspecified. */
    record Own() implements ProxyHeader {
    }

    /** Not a PROXY header; why, for the trace. */
    record Malformed(String why) implements ProxyHeader {
    }
}
