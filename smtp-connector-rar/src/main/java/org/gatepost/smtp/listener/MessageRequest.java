package org.gatepost.smtp.listener;

import java.time.Instant;

import org.gatepost.smtp.spool.MessageContent;

/**
 * The end of the content of a transaction that has at least one accepted recipient.
 *
 * @param mail the MAIL that began the transaction
 * @param content the connector's: it is closed when the call returns, so whoever keeps it copies it
 * @param receivedAt when its last octet came
 * @param notes what policy remembered after the last recipient: the accepted recipients are among it
 */
public record MessageRequest(MailRequest mail, MessageContent content, Instant receivedAt, SessionNotes notes) {
}
