package org.gatepost.routing;

import java.util.List;

import org.gatepost.smtp.protocol.IpAddress;

/**
 * A host that takes a domain's mail.
 *
 * @param name as the domain names it
 * @param canonicalName after aliases
 * @param addresses in the order they are tried, at least one
 * @param authentic whether name and addresses are vouched for all the way (RFC 7672 section 2.2)
 */
public record MailHost(String name, String canonicalName, List<IpAddress> addresses, boolean authentic) {

    public MailHost {
        addresses = List.copyOf(addresses);
    }
}
