package org.gatepost.routing;

import java.util.Locale;
import java.util.Set;

import org.gatepost.channel.NextHop;
import org.gatepost.smtp.protocol.IpAddress;

/**
 * Who we are among a domain's hosts.
 *
 * @param names in lower case
 * @param addresses on which the port mail hosts listen on is ours
 */
public record OurHost(Set<String> names, Set<IpAddress> addresses) {

    public OurHost {
        names = Set.copyOf(names);
        addresses = Set.copyOf(addresses);
    }

    boolean isNamed(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT));
    }

    /** Loopback is ourselves too, whoever says so; but on another port somebody else listens. */
    boolean isAt(IpAddress address, int port) {
        return port == NextHop.SMTP_PORT && (address.isLoopback() || addresses.contains(address));
    }
}
