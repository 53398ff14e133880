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
     * @param afterAuth what policy wanted to remember when it knew the user, for a second HELO or EHLO; absent as long as there is none
     */
    record Greeted(Connected atConnect, Hello hello, Optional<String> identity, SessionNotes notes, SessionLimits limits, Optional<SessionNotes> afterAuth)
            implements SessionState {

        /** Before anybody authenticated. */
        public Greeted(Connected atConnect, Hello hello, Optional<String> identity, SessionNotes notes, SessionLimits limits) {
            this(atConnect, hello, identity, notes, limits, Optional.empty());
        }

        /** The same, now that this user is known. */
        Greeted authenticated(String user, SessionNotes newNotes, SessionLimits newLimits) {
            return new Greeted(atConnect, hello, Optional.of(user), newNotes, newLimits, Optional.of(newNotes));
        }
    }

    /** MAIL was accepted. */
    record InTransaction(Greeted session, MailTransaction transaction) implements SessionState {
    }

    /** Over. */
    record Closed(CloseReason reason) implements SessionState {
    }
}
