/**
 * SMTP as values: what can stand on the wire, without the wire.
 *
 * <p>Everything here is immutable, knows no socket and may use only {@code java.base}. Read {@link org.gatepost.smtp.protocol.Reply}
 * first, then {@link org.gatepost.smtp.protocol.Mailbox} and the two paths.
 *
 * <p>RFC 5321 (SMTP), 2034 and 3463 (enhanced status codes), 1870 (SIZE), 6152 (8BITMIME), 3461 (DSN), 3030 (CHUNKING), 2920 (PIPELINING).
 */
package org.gatepost.smtp.protocol;
