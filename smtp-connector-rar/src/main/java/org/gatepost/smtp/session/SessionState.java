package org.gatepost.smtp.session;

import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.SessionLimits;

/** Where a session stands. There is no fifth place, and a transaction is dropped whole: RSET cannot forget a field. */
public sealed interface SessionState {

    /** The client has not introduced itself yet. */
    record Connected(Connection connection, SessionNotes notes, SessionLimits limits) implements SessionState {
    }

    /**
     * It has, and no transaction is open.
     *
     * @param atConnect what held before, for a second HELO or EHLO
     * @param identity the authenticated user
     */
    record Greeted(Connected atConnect, Hello hello, Optional<String> identity, SessionNotes notes, SessionLimits limits) implements SessionState {
    }

    /** MAIL was accepted. */
    record InTransaction(Greeted session, MailTransaction transaction) implements SessionState {
    }

    /** Over. */
    record Closed(CloseReason reason) implements SessionState {
    }
}
