package org.gatepost.gate;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: a message that has come through too many hosts goes in a circle (RFC 5321 section 6.3). */
final class HopLimit implements Stage<JudgedMessage> {

    /** Received fields a message may bring. RFC 5321 asks for at least 100 before a loop is concluded; the original stops at 50, and so do we. */
    static final int HOPS_MAX = 50;

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        int hops = message.header().all("received").size();
        return hops > HOPS_MAX ? new StageResult.Refuse(Replies.TOO_MANY_HOPS, hops + " Received fields, " + HOPS_MAX + " may be")
                : new StageResult.Next(facts);
    }
}
