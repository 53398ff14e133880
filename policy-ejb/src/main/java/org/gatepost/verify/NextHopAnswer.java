package org.gatepost.verify;

import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Reply;

/** What a next hop says of a recipient. */
public sealed interface NextHopAnswer {

    /** It would take mail for the recipient. */
    record Takes() implements NextHopAnswer {
    }

    /** It refuses the recipient for good. One line, with a status of the recipient's where it gave none. */
    record Refuses(Reply reply) implements NextHopAnswer {
    }

    /** It refuses the recipient for now. One line. */
    record NotNow(Reply reply) implements NextHopAnswer {
    }

    /**
     * It could not be asked, or what it said is not about the recipient.
     *
     * @param answered whether it only found fault with the syntax of RCPT, and so is there
     */
    record Silent(String why, boolean answered) implements NextHopAnswer {
    }

    /** Nobody asks here. */
    record NotAsked() implements NextHopAnswer {
    }

    /**
     * What a reply to the question says. Of what a next hop says only 55x to RCPT is a refusal for good (RFC 5321 section 4.2.3): 50x is about our syntax, 53x about
     * who we are, and what comes before RCPT about the connection or the sender. Many hops say only at RCPT what they have against a client or a sender: a status of
     * policy (5.7.X) or of the sender's address (5.1.7, 5.1.8; RFC 3463, RFC 7505) is not about the recipient. What we say ourselves, because the domain has no host or none we may connect
     * to, delivery would say too.
     */
    static NextHopAnswer of(RemoteReply said) {
        return switch (said) {
            case RemoteReply.Broken(Reply reply, Step step) -> new Silent(reply.toString(), false);
            case RemoteReply.Ours(Reply reply, Step step) -> reply.isPermanent() ? new Refuses(line(reply)) : new Silent(reply.toString(), false);
            case RemoteReply.Spoken(Reply reply, Step step) when step != Step.RCPT || reply.code() == 421 -> new Silent(reply + " at " + step, false);
            case RemoteReply.Spoken(Reply reply, Step step) when reply.isPositive() -> new Takes();
            case RemoteReply.Spoken(Reply reply, Step step) when reply.isTransient() -> new NotNow(line(reply));
            case RemoteReply.Spoken(Reply reply, Step step) when reply.code() >= 550 && reply.code() < 560 && !isAboutUs(reply.status()) -> new Refuses(line(reply));
            case RemoteReply.Spoken(Reply reply, Step step) -> new Silent(reply + " at " + step, reply.code() < 510);
        };
    }

    private static boolean isAboutUs(EnhancedStatus status) {
        return status.subject() == 7 || status.subject() == 1 && (status.detail() == 7 || status.detail() == 8);
    }

    /** Fit to be said by us: its first line, and no more than ASCII. */
    private static Reply line(Reply reply) {
        return Reply.quoting(reply.code(), status(reply).toString(), reply.lines().getFirst());
    }

    /** RFC 3463 section 3.2 where the next hop gave none: its reader made X.0.0 of that. */
    private static EnhancedStatus status(Reply reply) {
        if (reply.status().subject() != 0) {
            return reply.status();
        }
        return reply.isTransient() ? new EnhancedStatus(4, 2, 0) : reply.code() == 552 ? new EnhancedStatus(5, 2, 2) : new EnhancedStatus(5, 1, 1);
    }
}
