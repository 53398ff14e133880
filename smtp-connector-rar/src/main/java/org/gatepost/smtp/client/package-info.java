/**
 * The client side: gives a message to a next hop by SMTP or LMTP, and says for each recipient what the next hop answered.
 *
 * <p>May use {@code protocol}. Read {@link org.gatepost.smtp.client.SmtpClient} first, then {@link org.gatepost.smtp.client.RemoteReply}: whatever
 * goes wrong with a connection is a temporary failure with a text of ours, never an exception and never a permanent one.
 *
 * <p>RFC 5321 (SMTP), 2033 (LMTP), 2920 (PIPELINING), 1870 (SIZE), 6152 (8BITMIME), 3030 (BINARYMIME), 3461 (DSN), 2034 (enhanced status
 * codes), 3207 (STARTTLS), 7435 (opportunistic), 7672 (DANE), 4954 (AUTH), 4616 (PLAIN), 5802 and 7677 (SCRAM-SHA-256), 6531 (SMTPUTF8), 8689 (REQUIRETLS).
 */
package org.gatepost.smtp.client;
