package org.gatepost.scan;

import java.util.Optional;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * What an engine would like to have done to a message, from a closed set. The engine wishes; policy decides. Milters wish most of these, rspamd some.
 */
public sealed interface ScanWish {

    /**
     * One more header field.
     *
     * @param place fields before it; beyond the last one it is the last
     * @param value what stands after the colon, its leading space and folding included, without the last CRLF
     */
    record AddField(int place, String name, String value) implements ScanWish {
        /** After all others. */
        public static final int LAST = Integer.MAX_VALUE;
    }

    /**
     * Another value for a field, or none: it is to go.
     *
     * @param occurrence 1 for the first field of that name; 0 for every one
     */
    record ChangeField(String name, int occurrence, Optional<String> value) implements ScanWish {
    }

    /** Kept back for the postmaster. */
    record Quarantine(String why) implements ScanWish {
    }

    /**
     * Another body.
     *
     * @param octets all that is to stand behind the header section as it was received, one char an octet; whole lines with CRLF
     */
    record ReplaceBody(String octets) implements ScanWish {
    }

    /** One more copy, for that address. */
    record AddRecipient(Mailbox address) implements ScanWish {
    }

    /** No copy for that address. */
    record DeleteRecipient(Mailbox address) implements ScanWish {
    }

    /** Another reverse-path. */
    record ChangeSender(ReversePath sender) implements ScanWish {
    }

    /** A wish that policy does not let this engine have; it is told of, and not done. */
    record NotAllowed(ScanWish wanted) implements ScanWish {
    }

    /** Refused or deferred, with this reply. */
    record Refuse(Reply reply) implements ScanWish {
        public Refuse {
            if (reply.isPositive()) {
                throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
            }
        }
    }

    /** Accepted and thrown away. */
    record Discard() implements ScanWish {
    }
}
