package org.gatepost.directory;

import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * Who sends: the reverse-path, which anybody can claim, and the address of the authenticated user, where there is one.
 *
 * @param identity the mail address of the user who authenticated in this session
 */
public record Submitter(ReversePath reversePath, Optional<Mailbox> identity) {

    /** A sender that did not authenticate. */
    public static Submitter stranger(ReversePath reversePath) {
        return new Submitter(reversePath, Optional.empty());
    }

    /** The address a group's rules are held against: the authenticated one where there is one, else the reverse-path; none for {@code <>}. */
    public Optional<Mailbox> address() {
        return identity.isPresent() ? identity : reversePath.mailbox();
    }
}
