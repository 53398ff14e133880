/**
 * The filter that is a next hop: mail that is ours already goes to it by SMTP or LMTP, and comes back.
 *
 * <p>What goes out carries a secret in ENVID (RFC 3461 section 4.4), by which what comes back is known again; the message itself never leaves the queue. May
 * use {@code mail}, {@code queue}, {@code stage}, {@code trace} and the connector's {@code protocol} and {@code spool}. Read {@link org.gatepost.hop.HopSecret} first.
 */
package org.gatepost.hop;
