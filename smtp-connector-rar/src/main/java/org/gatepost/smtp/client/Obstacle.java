package org.gatepost.smtp.client;

import java.util.Optional;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** What a message cannot do without and a next hop does not offer: it is not sent there at all. */
final class Obstacle {

    private Obstacle() {
    }

    static Optional<Reply> of(OutgoingMessage message, Dialect dialect, Extensions offered) {
        Handling handling = message.parameters().handling();
        // RFC 3030 section 3: what has no lines cannot go by DATA.
        if (message.parameters().body() == BodyType.BINARY_MIME && !offered.binaryMime()) {
            return Optional.of(Replies.NEXT_HOP_LACKS_BINARYMIME);
        }
        // RFC 6531 section 3.5.
        if (handling.smtpUtf8() && !offered.has(Extension.SMTPUTF8)) {
            return Optional.of(Replies.NEXT_HOP_LACKS_SMTPUTF8);
        }
        // Both are promises about relaying; a mailbox is the end of it.
        if (dialect == Dialect.SMTP && handling.requireTls() && !offered.has(Extension.REQUIRETLS)) {
            // RFC 8689 section 4.2.1.
            return Optional.of(Replies.NEXT_HOP_LACKS_REQUIRETLS);
        }
        boolean returns = handling.deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).isPresent();
        // RFC 2852 section 4.1.4.2.
        return dialect == Dialect.SMTP && returns && !offered.has(Extension.DELIVERBY) ? Optional.of(Replies.NEXT_HOP_LACKS_DELIVERBY) : Optional.empty();
    }
}
