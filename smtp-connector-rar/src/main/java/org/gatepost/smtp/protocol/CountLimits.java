package org.gatepost.smtp.protocol;

/**
 * How much of something one client may do, and what follows when it does more. Immutable.
 *
 * @param recipientCutoff recipients presented in a transaction, refused ones counted; with more nobody gets the message. 451 4.4.5 to DATA and BDAT
 * @param rejectedRecipients recipients of a session refused for good, after which each further one is deferred, good or bad. 450 4.5.3
 * @param disconnectTransactions MAIL commands of a session; with one more it is ended
 * @param disconnectRecipients recipients presented in a session; with more it is ended at the next MAIL or RSET
 * @param disconnectRejected recipients of a session refused for good; with more it is ended at the next MAIL or RSET. 421 4.7.0
 */
public record CountLimits(int recipientCutoff, int rejectedRecipients, int disconnectTransactions, int disconnectRecipients, int disconnectRejected) {

    /** As much as it likes. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** Nothing is limited. */
    public static final CountLimits NONE = new CountLimits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public CountLimits withRecipientCutoff(int presented) {
        return new CountLimits(presented, rejectedRecipients, disconnectTransactions, disconnectRecipients, disconnectRejected);
    }

    public CountLimits withRejectedRecipients(int rejected) {
        return new CountLimits(recipientCutoff, rejected, disconnectTransactions, disconnectRecipients, disconnectRejected);
    }

    public CountLimits withDisconnectTransactions(int transactions) {
        return new CountLimits(recipientCutoff, rejectedRecipients, transactions, disconnectRecipients, disconnectRejected);
    }

    public CountLimits withDisconnectRecipients(int recipients) {
        return new CountLimits(recipientCutoff, rejectedRecipients, disconnectTransactions, recipients, disconnectRejected);
    }

    public CountLimits withDisconnectRejected(int rejected) {
        return new CountLimits(recipientCutoff, rejectedRecipients, disconnectTransactions, disconnectRecipients, rejected);
    }
}
