package org.gatepost.smtp.listener;

import java.util.List;

import org.gatepost.smtp.protocol.Reply;

/** What came of a message. */
public sealed interface Receipt {

    /**
     * Committed, under this queue id: answered 250.
     *
     * @param recipients what each accepted recipient of the envelope is told, in their order, where the client asked for it (PRDR): one positive reply at
     *        least, and a negative one for a recipient whose copy is not ours. Empty: all of them the same
     */
    record Accepted(String id, List<Reply> recipients) implements Receipt {
        public Accepted {
            recipients = List.copyOf(recipients);
            if (!recipients.isEmpty() && recipients.stream().noneMatch(Reply::isPositive)) {
                throw new IllegalArgumentException("what no recipient gets was not accepted");
            }
        }

        /** For all recipients alike. */
        public Accepted(String id) {
            this(id, List.of());
        }
    }

    /**
     * Not ours: answered with this 4xx or 5xx.
     *
     * @param recipients what each is told, as in {@link Accepted}; each negative. Empty where the message was refused as a whole
     */
    record Refused(Reply reply, List<Reply> recipients) implements Receipt {
        public Refused {
            recipients = List.copyOf(recipients);
            requireNegative(reply);
            recipients.forEach(Refused::requireNegative);
        }

        /** As a whole. */
        public Refused(Reply reply) {
            this(reply, List.of());
        }

        private static void requireNegative(Reply reply) {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
            }
        }
    }

    /** Whether it was committed cannot be told: the connection is closed without a reply, and the client will send again (RFC 1047). */
    record Unknown() implements Receipt {
    }
}
