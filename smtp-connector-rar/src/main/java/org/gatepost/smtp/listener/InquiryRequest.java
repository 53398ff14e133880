package org.gatepost.smtp.listener;

import java.util.Optional;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Hello;

/**
 * VRFY, EXPN or ETRN, of correct syntax: a command that changes nothing in the session.
 *
 * @param hello absent where the client had not introduced itself
 * @param identity the authenticated user, where there is one
 */
public record InquiryRequest(Connection connection, Optional<Hello> hello, Optional<String> identity, Command.Inquiry inquiry, SessionNotes notes) {
}
