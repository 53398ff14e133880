package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * MAIL FROM: a mail transaction begins.
 *
 * @param identity the authenticated user, where there is one
 * @param transactionNumber 1 for the session's first
 */
public record MailRequest(Connection connection, Hello hello, Optional<String> identity, int transactionNumber, ReversePath reversePath,
        MailParameters parameters, SessionNotes notes) {
}
