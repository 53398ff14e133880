package org.gatepost.queue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.gatepost.smtp.protocol.Reply;

/**
 * What the next hop, or the way to it, answered for the recipients of one entry.
 *
 * @param answers by recipient number
 * @param peer the next hop, where it was reached
 * @param success what it means where a recipient was taken
 * @param at when the attempt ended, by the node's clock
 */
public record AttemptOutcome(Map<Integer, Answer> answers, Optional<Peer> peer, Success success, Instant at) {

    /** What a positive answer says of the copy. */
    public enum Success {
        /** The mailbox's own store, or the list it was addressed to, has it. */
        DELIVERED,
        /** One more relay has it, which will not report success. */
        RELAYED,
        /** One more relay has it, and who gave a time for it (BY, RFC 2852) is to hear of that unless he wants no reports at all. */
        RELAYED_BY_TIME,
        /** One more relay has it, which was given NOTIFY and the rest, so that reports of success are its business. */
        PASSED_ON,
        /** It goes on to several addresses (RFC 3464 section 2.3.3). */
        EXPANDED
    }

    /**
     * One recipient's.
     *
     * @param reply what was said, or a 4xx of our own where nothing was
     * @param step what was answered, such as {@code rcpt}
     * @param spoken whether the next hop said it
     * @param aboutMessage false for what concerns the connection (greeting, EHLO): a 5xx there says nothing of this message
     */
    public record Answer(Reply reply, String step, boolean spoken, boolean aboutMessage) {

        /** Lines of a reply that are kept: traces, the queue page and reports show them. */
        public static final int LINES_MAX = 16;

        public Answer {
            if (reply.lines().size() > LINES_MAX) {
                reply = new Reply(reply.code(), reply.status(), reply.lines().subList(0, LINES_MAX));
            }
        }

        /** Where it leaves the recipient: a connection's 5xx is a 4xx for the message. */
        public Reply verdict() {
            return aboutMessage ? reply : reply.softened();
        }
    }

    /** The next hop: the host name it is known by, and the address that was reached, empty where it refused the connection. */
    public record Peer(String host, String address) {
    }

    public AttemptOutcome {
        answers = Map.copyOf(answers);
    }
}
