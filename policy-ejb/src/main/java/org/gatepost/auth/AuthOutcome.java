package org.gatepost.auth;

import org.gatepost.directory.LoginUser;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SaslMessage;

/** What came of one step of an authentication. */
public sealed interface AuthOutcome {

    /** The client is asked for more. */
    record Ask(SaslMessage message, AuthExchange exchange) implements AuthOutcome {
    }

    /** It is this user. */
    record Proven(LoginUser user) implements AuthOutcome {
    }

    /**
     * It is not, or cannot be told.
     *
     * @param reason for the trace, never for the client; holds no secret
     */
    record Failed(Reply reply, String reason) implements AuthOutcome {
    }
}
