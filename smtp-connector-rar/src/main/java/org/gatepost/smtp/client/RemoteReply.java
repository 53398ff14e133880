package org.gatepost.smtp.client;

import org.gatepost.smtp.protocol.Reply;

/** What came of one recipient, or of a connection. */
public sealed interface RemoteReply {

    /** The subject of status codes about security and policy. */
    int SECURITY_OR_POLICY = 7;

    /** Positive: taken. Else 4xx or 5xx. */
    Reply reply();

    /** What it answers. */
    Step step();

    /** Whether it is about the message; else it is about the connection, and a 5xx is temporary for the message. */
    default boolean isAboutMessage() {
        return !step().isBeforeMail() || this instanceof Ours;
    }

    /** Whether the next hop itself said that it gets too much, or will not have it now: 421, or a policy's 4.7.x (RFC 3463 section 3.8). */
    default boolean isComplaint() {
        return this instanceof Spoken && reply().isTransient() && (reply().code() == 421 || reply().status().subject() == SECURITY_OR_POLICY);
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
