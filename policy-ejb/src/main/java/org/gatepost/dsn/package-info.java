/**
 * Delivery status notifications as values: who is told what about which recipient. What they look like on the wire is an adapter's business.
 *
 * <p>May use {@code mail}, {@code queue}, {@code channel}, {@code stage}, {@code trace} and the connector's {@code protocol} and {@code spool}. Read
 * {@link org.gatepost.dsn.Aftermath} first, where an attempt's replies become a settlement; then {@link org.gatepost.dsn.DsnPolicy}.
 * RFC 3461 (when), RFC 3464 (what), RFC 3834 (never an answer to a null reverse-path).
 */
package org.gatepost.dsn;
