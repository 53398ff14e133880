package org.gatepost.adapter.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * Which name servers are asked, and for how long.
 *
 * @param addresses tried in turn; with none, those of the machine
 * @param timeout for one try at one server
 */
public record DnsServers(List<InetSocketAddress> addresses, Duration timeout) {

    /** Five seconds for a try. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    public DnsServers {
        addresses = List.copyOf(addresses);
    }

    /** Those of the machine. */
    public static DnsServers ofTheMachine() {
        return new DnsServers(List.of(), TIMEOUT);
    }

    /** At an address, an IPv6 one perhaps in brackets; a name could be asked of nobody yet. */
    public static InetSocketAddress at(String address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(IpAddress.parse(address.replaceAll("^\\[|]$", "")).octets()), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}
