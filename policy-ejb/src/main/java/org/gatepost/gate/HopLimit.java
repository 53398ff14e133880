package org.gatepost.gate;

import java.util.regex.Pattern;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Message: a message that has come through too many hosts, or through us too often, goes in a circle (RFC 5321 section 6.3). */
final class HopLimit implements Stage<JudgedMessage> {

    /** Received fields a message may bring. RFC 5321 asks for at least 100 before a loop is concluded; the original stops at 50, and so do we. */
    static final int HOPS_MAX = 50;
    /** Received fields of our own among them, as MAX_LOCAL_RECEIVED_LINES of the original: a loop between two hosts is found early. */
    static final int OWN_HOPS_MAX = 10;

    private final Pattern byUs;

    /** @param hostname as our Received fields say it */
    HopLimit(String hostname) {
        this.byUs = Pattern.compile("(?i)(^|\\s)by\\s+" + Pattern.quote(hostname) + "(\\s|;|$)");
    }

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        int hops = message.header().all("received").size();
        if (hops > HOPS_MAX) {
            return new StageResult.Refuse(Replies.TOO_MANY_HOPS, hops + " Received fields, " + HOPS_MAX + " may be");
        }
        long own = message.header().all("received").stream().map(MessageHeader.Field::value).filter(value -> byUs.matcher(value).find()).count();
        return own > OWN_HOPS_MAX ? new StageResult.Refuse(Replies.TOO_MANY_HOPS, own + " Received fields of our own, " + OWN_HOPS_MAX + " may be")
                : new StageResult.Next(facts);
    }
}
