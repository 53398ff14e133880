/**
 * The client side: gives a message to a next hop by SMTP or LMTP, and says for each recipient what the next hop answered.
 *
 * <p>May use {@code protocol}. Read {@link org.gatepost.smtp.client.SmtpClient} first, then {@link org.gatepost.smtp.client.RemoteReply}: whatever
 * goes wrong with a connection is a temporary failure with a text of ours, never an exception and never a permanent one.
 *
 * <p>RFC 5321 (SMTP), 2033 (LMTP), 2920 (PIPELINING), 1870 (SIZE), 6152 (8BITMIME), 3461 (DSN), 2034 (enhanced status codes).
 */
package org.gatepost.smtp.client;
