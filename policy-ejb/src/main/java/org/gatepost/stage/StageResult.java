package org.gatepost.stage;

import java.util.Optional;

import org.gatepost.smtp.protocol.Reply;

/** What one stage says. Reasons are for the trace, never for the client. */
public sealed interface StageResult {

    /** Nothing against it; from here on these facts hold. */
    record Next(SessionFacts facts) implements StageResult {
    }

    /** A doubt: remembered, and the later stages are asked all the same. Loses to a later refusal, beats acceptance. */
    record Defer(Reply reply, String reason) implements StageResult {
        public Defer {
            if (!reply.isTransient()) {
                throw new IllegalArgumentException("a deferral is 4xx, not " + reply);
            }
        }
    }

    /** Refused, for now (4xx) or for good (5xx): no later stage is asked. What is known by it, where it is more than before. */
    record Refuse(Reply reply, String reason, Optional<SessionFacts> facts) implements StageResult {

        /** Nothing more is known by it. */
        public Refuse(Reply reply, String reason) {
            this(reply, reason, Optional.empty());
        }
    }

    /** Refused, and the connection is closed. */
    record HangUp(Reply reply, String reason) implements StageResult {
    }
}
