package org.gatepost.queue;

import org.gatepost.smtp.protocol.Reply;

/** Where one recipient's copy stands. */
public sealed interface RecipientState {

    /** It will be tried, or tried again; how often it was and when next is the entry's. */
    record Waiting() implements RecipientState {
    }

    /** The next hop took it. */
    record Sent(Reply reply) implements RecipientState {
    }

    /** Refused for good. */
    record Failed(Reply reply) implements RecipientState {
    }

    /** Kept until somebody releases it. */
    record Held(String by, String why) implements RecipientState {
    }

    /** It waited longer than its channel's last notice. */
    record Expired(Reply lastReply) implements RecipientState {
    }

    /** True where the entry is still needed for it. */
    default boolean isOpen() {
        return this instanceof Waiting || this instanceof Held;
    }
}
