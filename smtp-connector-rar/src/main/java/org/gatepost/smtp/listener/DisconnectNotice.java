package org.gatepost.smtp.listener;

import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Reply;

/**
 * A session ended.
 *
 * @param hello absent where the client never introduced itself
 * @param lastReply the reply that ended it, where one was sent
 * @param transactions MAIL commands seen
 * @param messages messages accepted
 * @param errors commands refused by the connector itself
 */
public record DisconnectNotice(Connection connection, Optional<Hello> hello, CloseReason reason, Optional<Reply> lastReply, Duration lasted,
        int transactions, int messages, int errors, SessionNotes notes) {
}
