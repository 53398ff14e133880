/**
 * The domain name system, asked with dnsjava.
 *
 * <p>Implements the port of {@code dns}. Read {@link org.gatepost.adapter.dns.DnsJavaLookup}.
 *
 * <p>RFC 1035, 2308, 6840 section 5.7 (AD in a question), 6891 (EDNS).
 */
package org.gatepost.adapter.dns;
