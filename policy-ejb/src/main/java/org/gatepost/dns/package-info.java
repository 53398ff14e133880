/**
 * What is asked of the domain name system, as a port: names in, answers out, and never an exception.
 *
 * <p>May use the connector's {@code protocol}. Read {@link org.gatepost.dns.DnsAnswer}: that nobody answered is not that there is nothing.
 *
 * <p>RFC 1035, 2308 (negative answers), 4035 (what is authentic), 6698 (TLSA).
 */
package org.gatepost.dns;
