package org.gatepost.ee.wiring;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.gatepost.ee.settings.Settings;
import org.gatepost.routing.OurHost;
import org.gatepost.smtp.protocol.IpAddress;

/** Who we are among a domain's hosts: our name, and the addresses our SMTP ports are bound to. */
final class OurAddresses {

    private OurAddresses() {
    }

    static OurHost of(Settings settings) {
        Set<IpAddress> addresses = new HashSet<>();
        for (String text : settings.bind()) {
            IpAddress address = IpAddress.parse(text);
            if (isAny(address)) {
                addresses.addAll(all());
            } else {
                addresses.add(address);
            }
        }
        return new OurHost(Set.of(settings.hostname().toLowerCase(Locale.ROOT)), addresses);
    }

    private static boolean isAny(IpAddress address) {
        try {
            return InetAddress.getByAddress(address.octets()).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    private static Set<IpAddress> all() {
        Set<IpAddress> all = new HashSet<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                each.getInterfaceAddresses().forEach(address -> all.add(IpAddress.of(address.getAddress().getAddress())));
            }
            return all;
        } catch (SocketException e) {
            throw new IllegalStateException("the machine's addresses cannot be read", e);
        }
    }
}
