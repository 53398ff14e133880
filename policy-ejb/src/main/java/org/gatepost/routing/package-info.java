/**
 * Which hosts mail for a domain goes to, and how connections to them are protected. Asks {@code dns}; connects to nobody.
 *
 * <p>May use {@code channel}, {@code dns}, {@code tlsreport} and the connector's {@code protocol} and {@code client}. Read {@link org.gatepost.routing.MxRouting} first.
 *
 * <p>RFC 5321 section 5 (MX), 7505 (null MX), 974 (loops), 7672 (DANE), 8461 (MTA-STS).
 */
package org.gatepost.routing;
