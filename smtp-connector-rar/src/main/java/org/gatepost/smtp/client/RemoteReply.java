package org.gatepost.smtp.client;

import org.gatepost.smtp.protocol.Reply;

/** What came of one recipient, or of a connection. */
public sealed interface RemoteReply {

    /** Positive: taken. Else 4xx or 5xx. */
    Reply reply();

    /** What it answers. */
    Step step();

    /** Whether it is about the message; else it is about the connection, and a 5xx is temporary for the message. */
    default boolean isAboutMessage() {
        return !step().isBeforeMail() || this instanceof Ours;
    }

    /** The next hop said it. */
    record Spoken(Reply reply, Step step) implements RemoteReply {
    }

    /** We say it ourselves, about the message, without having asked: where it goes, or what the next hop offers, leaves no other answer. */
    record Ours(Reply reply, Step step) implements RemoteReply {
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
