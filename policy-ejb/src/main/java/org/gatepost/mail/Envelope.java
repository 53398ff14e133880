package org.gatepost.mail;

import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.ReversePath;

/** The sender's half of an envelope; the recipients' half lies in the queue's entries, one list for each destination. */
public record Envelope(ReversePath reversePath, MailParameters parameters) {
}
