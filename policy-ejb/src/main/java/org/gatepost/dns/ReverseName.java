package org.gatepost.dns;

import java.util.HexFormat;

import org.gatepost.smtp.protocol.IpAddress;

/** An address as a name, its last part first: how the name of a host is found (RFC 1035 section 3.5, RFC 3596 section 2.5), and how lists are asked (RFC 5782). */
public final class ReverseName {

    private ReverseName() {
    }

    /** {@code 2.0.0.127.zone}, or 32 hexadecimal digits of an IPv6 address. */
    public static String of(IpAddress address, String zone) {
        StringBuilder name = new StringBuilder();
        byte[] octets = address.octets();
        if (address.isV4()) {
            for (int i = octets.length - 1; i >= 0; i--) {
                name.append(octets[i] & 255).append('.');
            }
        } else {
            String digits = HexFormat.of().formatHex(octets);
            for (int i = digits.length() - 1; i >= 0; i--) {
                name.append(digits.charAt(i)).append('.');
            }
        }
        return name.append(zone).toString();
    }

    /** Where the name of a host with this address stands. */
    public static String of(IpAddress address) {
        return of(address, address.isV4() ? "in-addr.arpa" : "ip6.arpa");
    }
}
