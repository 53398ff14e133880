package org.gatepost.smtp.client;

import java.util.Optional;

import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Reply;

/** What a message cannot do without and a next hop does not offer: it is not sent there at all. */
final class Obstacle {

    private static final Reply BINARY = Reply.of(554, "5.6.1", "the next hop takes no binary body parts");
    private static final Reply UTF8 = Reply.of(550, "5.6.7", "the next hop takes no addresses or header fields in UTF-8");
    private static final Reply TLS = Reply.of(550, "5.7.30", "the next hop does not promise TLS all the way, as the sender requires");
    private static final Reply TIME = Reply.of(550, "5.3.3", "the next hop does not promise to return the message in time, as the sender requires");

    private Obstacle() {
    }

    static Optional<Reply> of(OutgoingMessage message, Dialect dialect, Extensions offered) {
        Handling handling = message.parameters().handling();
        // RFC 3030 section 3: what has no lines cannot go by DATA.
        if (message.parameters().body() == BodyType.BINARY_MIME && !offered.binaryMime()) {
            return Optional.of(BINARY);
        }
        // RFC 6531 section 3.5.
        if (handling.smtpUtf8() && !offered.has(Extension.SMTPUTF8)) {
            return Optional.of(UTF8);
        }
        // Both are promises about relaying; a mailbox is the end of it.
        if (dialect == Dialect.SMTP && handling.requireTls() && !offered.has(Extension.REQUIRETLS)) {
            // RFC 8689 section 4.2.1.
            return Optional.of(TLS);
        }
        boolean returns = handling.deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).isPresent();
        // RFC 2852 section 4.1.4.2.
        return dialect == Dialect.SMTP && returns && !offered.has(Extension.DELIVERBY) ? Optional.of(TIME) : Optional.empty();
    }
}
