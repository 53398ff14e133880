package org.gatepost.smtp.listener;

import org.gatepost.smtp.protocol.Reply;

/** What came of a message. */
public sealed interface Receipt {

    /** Committed, under this queue id: answered 250. */
    record Accepted(String id) implements Receipt {
    }

    /** Not ours: answered with this 4xx or 5xx. */
    record Refused(Reply reply) implements Receipt {
        public Refused {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
            }
        }
    }

    /** Whether it was committed cannot be told: the connection is closed without a reply, and the client will send again (RFC 1047). */
    record Unknown() implements Receipt {
    }
}
