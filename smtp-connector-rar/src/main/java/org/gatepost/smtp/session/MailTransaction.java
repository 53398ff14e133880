package org.gatepost.smtp.session;

import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.SessionLimits;

/**
 * One mail transaction (RFC 5321 section 3.3): a value, dropped whole.
 *
 * @param mail the MAIL that began it
 * @param presented recipients given, refused ones counted
 * @param accepted recipients accepted
 * @param notes what policy remembers of it; gone with it
 * @param limits what holds inside it
 * @param share what it holds of the recipients all transactions may hold
 * @param chunks the content so far, once BDAT began
 * @param pause before the reply to each of its commands
 */
record MailTransaction(MailRequest mail, int presented, int accepted, SessionNotes notes, SessionLimits limits, RecipientShare share,
        Optional<IncomingContent> chunks, Duration pause) {

    static MailTransaction begun(MailRequest mail, SessionNotes notes, SessionLimits limits, RecipientShare share) {
        return new MailTransaction(mail, 0, 0, notes, limits, share, Optional.empty(), Duration.ZERO);
    }

    MailTransaction withRefusedRecipient() {
        return new MailTransaction(mail, presented + 1, accepted, notes, limits, share, chunks, pause);
    }

    MailTransaction withRecipient(SessionNotes newNotes, SessionLimits newLimits) {
        return new MailTransaction(mail, presented + 1, accepted + 1, newNotes, newLimits, share, chunks, pause);
    }

    MailTransaction withChunks(IncomingContent content) {
        return new MailTransaction(mail, presented, accepted, notes, limits, share, Optional.of(content), pause);
    }

    /** The longest of all that were asked for. */
    MailTransaction slowed(Duration other) {
        return other.compareTo(pause) <= 0 ? this : new MailTransaction(mail, presented, accepted, notes, limits, share, chunks, other);
    }

    /** Gives back what it holds. */
    void drop() {
        share.close();
        chunks.ifPresent(IncomingContent::close);
    }
}
