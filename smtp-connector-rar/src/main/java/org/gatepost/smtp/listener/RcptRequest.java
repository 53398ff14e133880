package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.RcptParameters;

/**
 * RCPT TO: one more recipient.
 *
 * @param mail the MAIL that began the transaction
 * @param recipientNumber 1 for the first presented, refused ones counted
 * @param notes what policy remembered after the recipient before this one
 */
public record RcptRequest(MailRequest mail, int recipientNumber, ForwardPath forwardPath, RcptParameters parameters, SessionNotes notes) {
}
