package org.gatepost.channel;

import java.net.URI;

/** Where a channel's mail goes: a protocol, a host (name or address) and a port. */
public record NextHop(Protocol protocol, String host, int port) {

    /** The protocol spoken there. */
    public enum Protocol {
        SMTP, LMTP
    }

    public NextHop {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a next hop has a host and a port from 1 to 65535");
        }
    }

    /** Reads {@code lmtp://host:port} or {@code smtp://host:port}; anything else is an {@link IllegalArgumentException} that says so. */
    public static NextHop parse(String text) {
        try {
            URI uri = URI.create(text);
            Protocol protocol = switch (String.valueOf(uri.getScheme())) {
                case "smtp" -> Protocol.SMTP;
                case "lmtp" -> Protocol.LMTP;
                default -> throw new IllegalArgumentException("scheme");
            };
            String host = uri.getHost().startsWith("[") ? uri.getHost().substring(1, uri.getHost().length() - 1) : uri.getHost();
            return new NextHop(protocol, host, uri.getPort());
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IllegalArgumentException("not lmtp://host:port or smtp://host:port: " + text, e);
        }
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (protocol == Protocol.SMTP ? "smtp://" : "lmtp://") + shown + ":" + port;
    }
}
