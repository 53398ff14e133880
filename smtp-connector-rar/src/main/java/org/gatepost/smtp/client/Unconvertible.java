package org.gatepost.smtp.client;

import org.gatepost.smtp.protocol.Reply;

/** A content cannot be made what the next hop takes, or is not to be. */
public final class Unconvertible extends Exception {

    private final transient Reply reply;

    /** @param reply what its sender is told, permanent */
    public Unconvertible(Reply reply) {
        super(reply.toString());
        this.reply = reply;
    }

    public Reply reply() {
        return reply;
    }
}
