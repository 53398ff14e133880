package org.gatepost.channel;

import java.net.URI;

/**
 * Where mail goes: a protocol, a host (name or address) and a port; or by SMTP to the hosts that a domain names in DNS.
 *
 * @param host for {@link Protocol#MX} the domain; empty where it is the recipient's
 */
public record NextHop(Protocol protocol, String host, int port) {

    /** The port mail hosts listen on (RFC 5321 section 4.5.4.2). */
    public static final int SMTP_PORT = 25;

    /** The protocol spoken there. */
    public enum Protocol {
        SMTP, LMTP,
        /** SMTP, with the mail exchangers of a domain (RFC 5321 section 5.1). */
        MX
    }

    public NextHop {
        if (host.isEmpty() && protocol != Protocol.MX || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a next hop has a host and a port from 1 to 65535");
        }
    }

    /** Whether the hosts are those a domain names. */
    public boolean isMx() {
        return protocol == Protocol.MX;
    }

    /** Where mail for a domain goes: its own hosts where this says no more than that, else the same for all. */
    public NextHop forDomain(String domain) {
        return isMx() ? new NextHop(protocol, domain, port) : this;
    }

    /** Whether {@code hop} is where this leads, for some domain. */
    public boolean leadsTo(NextHop hop) {
        return forDomain(hop.host()).equals(hop);
    }

    /** Reads {@code lmtp://host:port}, {@code smtp://host:port}, {@code mx} or {@code mx:port}; anything else is an {@link IllegalArgumentException} that says so. */
    public static NextHop parse(String text) {
        if (text.matches("mx(:[0-9]{1,5})?")) {
            return new NextHop(Protocol.MX, "", text.equals("mx") ? SMTP_PORT : Integer.parseInt(text.substring(3)));
        }
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
            throw new IllegalArgumentException("not lmtp://host:port, smtp://host:port, mx or mx:port: " + text, e);
        }
    }

    @Override
    public String toString() {
        if (isMx()) {
            return "mx:" + (host.isEmpty() ? "" : host + ":") + port;
        }
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (protocol == Protocol.SMTP ? "smtp://" : "lmtp://") + shown + ":" + port;
    }
}
