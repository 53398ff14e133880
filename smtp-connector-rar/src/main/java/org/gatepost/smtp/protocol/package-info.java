/**
 * SMTP as values: what can stand on the wire, without the wire.
 *
 * <p>Everything here is immutable, knows no socket and may use only {@code java.base}. Read {@link org.gatepost.smtp.protocol.Reply}
 * first, then {@link org.gatepost.smtp.protocol.Mailbox} and the two paths.
 *
 * <p>RFC 5321 (SMTP), 2034 and 3463 (enhanced status codes), 1870 (SIZE), 6152 (8BITMIME), 3461 (DSN), 3030 (CHUNKING), 2920 (PIPELINING), 1985 (ETRN), 2852 (DELIVERBY), 3865 (NO-SOLICITING), 4865
 * (FUTURERELEASE), 6531 (SMTPUTF8), 6710 (MT-PRIORITY), 8689 (REQUIRETLS), 9422 (LIMITS).
 */
package org.gatepost.smtp.protocol;
