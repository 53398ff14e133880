package org.gatepost.smtp.client;

import org.gatepost.smtp.protocol.Reply;

/** What came of one recipient, or of a connection. */
public sealed interface RemoteReply {

    /** Positive: taken. Else 4xx or 5xx. */
    Reply reply();

    /** What it answers. */
    Step step();

    /** The next hop said it. */
    record Spoken(Reply reply, Step step) implements RemoteReply {
    }

    /** The next hop does not offer what the message cannot do without: it was not given it. The reply is ours, for good. */
    record Unable(Reply reply, Step step) implements RemoteReply {
        public Unable {
            if (!reply.isPermanent()) {
                throw new IllegalArgumentException("what a next hop does not offer it will not offer later, so not " + reply);
            }
        }
    }

    /** The connection could not be made, broke, or what came over it was not SMTP; the reply is ours, always 4xx. */
    record Broken(Reply reply, Step step) implements RemoteReply {
        public Broken {
            if (!reply.isTransient()) {
                throw new IllegalArgumentException("what breaks a connection is temporary, not " + reply);
            }
        }
    }
}
