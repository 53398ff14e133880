/**
 * DNS lists (RFC 5782): what others say of a client's address or a sender's domain. Lists report, codes have meanings, and a list that answers nonsense is set
 * aside before it does harm.
 *
 * <p>May use {@code dns}, {@code stage}, {@code trace} and the connector's {@code protocol}. Read {@link org.gatepost.dnslist.DnsListCheck}, then
 * {@link org.gatepost.dnslist.ListAnswer}.
 *
 * <p>RFC 5782, 6471 (what a list owes its users).
 */
package org.gatepost.dnslist;
