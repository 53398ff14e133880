package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.SessionLimits;

/** What policy says to one step of an authentication. */
public sealed interface AuthDecision {

    /** More is needed: the client is sent this in a 334, and its answer comes with this exchange. */
    record Challenge(SaslMessage message, AuthExchange exchange) implements AuthDecision {
    }

    /** The client is who it says; from here on these notes and limits hold, also behind another EHLO. */
    record Authenticated(String identity, SessionNotes notes, SessionLimits limits) implements AuthDecision {
    }

    /** It is not, or cannot be asked; the session goes on as before. Counted as an error of the client's where it is 5xx. */
    record Refuse(Reply reply) implements AuthDecision {
        public Refuse {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
            }
        }
    }
}
