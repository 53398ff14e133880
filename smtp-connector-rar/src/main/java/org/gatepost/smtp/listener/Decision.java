package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;

/** What policy says to one command. The session needs nothing else. */
public sealed interface Decision {

    /** Go on; from here on these notes and limits hold. A transaction's notes are dropped with it. */
    record Proceed(SessionNotes notes, SessionLimits limits, Pause pause) implements Decision {

        /** At once. */
        public Proceed(SessionNotes notes, SessionLimits limits) {
            this(notes, limits, Pause.NONE);
        }
    }

    /** This command is refused; the session goes on. */
    record Refuse(Reply reply, Pause pause) implements Decision {
        public Refuse {
            requireNegative(reply);
        }

        /** At once. */
        public Refuse(Reply reply) {
            this(reply, Pause.NONE);
        }
    }

    /** The reply, then the connection is closed. At connect 554 or 421 (RFC 5321 section 3.1). */
    record HangUp(Reply reply) implements Decision {
        public HangUp {
            requireNegative(reply);
        }
    }

    private static void requireNegative(Reply reply) {
        if (reply.isPositive()) {
            throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
        }
    }
}
