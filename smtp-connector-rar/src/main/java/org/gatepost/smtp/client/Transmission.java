package org.gatepost.smtp.client;

import java.util.List;

/**
 * What came of one mail transaction.
 *
 * @param replies one for each recipient, in the order they were given
 * @param dsnPassedOn the next hop offered DSN and was given NOTIFY and the rest: reports of success are its business now
 * @param deliverByPassedOn the next hop offered DELIVERBY and was given BY, where the message had it: the time is its business now
 */
public record Transmission(List<RemoteReply> replies, boolean dsnPassedOn, boolean deliverByPassedOn) {

    /** Nothing was given to anybody. */
    public static Transmission none(List<RemoteReply> replies) {
        return new Transmission(replies, false, false);
    }

    public Transmission {
        replies = List.copyOf(replies);
    }
}
