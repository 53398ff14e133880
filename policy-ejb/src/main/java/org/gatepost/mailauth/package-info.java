/**
 * Whether a client and the names it uses belong together: the name of its address, and the domain of the reverse-path. SPF has a package of its own.
 *
 * <p>May use {@code dns}, {@code stage} and the connector's {@code protocol}. Read {@link org.gatepost.mailauth.ClientName} and
 * {@link org.gatepost.mailauth.SenderDomain}.
 *
 * <p>RFC 5321 section 2.3.5 (domains that exist), 7505 (null MX), 8601 section 3 ({@code iprev}).
 */
package org.gatepost.mailauth;
