package org.gatepost.channel;

/**
 * What a channel does for the mail of its own users (RFC 6409). Immutable.
 *
 * @param submit keyword {@code submit}: authentication is required, Date and Message-ID are added where they are missing, and the sender must be the user's own
 * @param anySender keywords {@code anysender}, {@code ownsender}: whether users may send under addresses that are not theirs
 * @param senderStamp keyword {@code authrewrite}, its last four bits
 * @param stampsEverybody 16 of {@code authrewrite}: also where nobody authenticated
 * @param probesChannel 32 of {@code authrewrite}: the source channel stands in front of what AUTH_REWRITE is asked
 * @param hidesClient keywords {@code hideclient}, {@code showclient}: whether our Received field is silent about the client of an authenticated user
 */
public record SubmissionKeywords(boolean submit, boolean anySender, SenderStamp senderStamp, boolean stampsEverybody, boolean probesChannel, boolean hidesClient) {

    /** Of a channel that says nothing. */
    public static final SubmissionKeywords DEFAULT = new SubmissionKeywords(false, false, SenderStamp.NONE, false, false, false);

    /** Which field names the authenticated user, and who says so: 0 to 6 of {@code authrewrite}. */
    public enum SenderStamp {
        NONE,
        /** {@code Resent-Sender} where the message was resent, else {@code Sender}. */
        RESENT_OR_SENDER,
        /** {@code Sender}, in any case. */
        SENDER,
        /** As the mapping table AUTH_REWRITE says, in {@code Resent-} fields where the message was resent. */
        TABLE_RESENT_OR_PLAIN,
        /** As the mapping table AUTH_REWRITE says. */
        TABLE,
        /** {@code Resent-From} where the message was resent, else {@code From}: what its author wrote there is lost. */
        RESENT_OR_FROM,
        /** {@code From}, in any case. */
        FROM;

        /** Whether AUTH_REWRITE decides. */
        public boolean asksTable() {
            return this == TABLE_RESENT_OR_PLAIN || this == TABLE;
        }

        /** Whether it is about fields of who resent a message, where one did. */
        public boolean followsResent() {
            return this == RESENT_OR_SENDER || this == TABLE_RESENT_OR_PLAIN || this == RESENT_OR_FROM;
        }
    }

    private static final int EVERYBODY = 16;
    private static final int CHANNEL = 32;

    SubmissionKeywords submitting() {
        return new SubmissionKeywords(true, anySender, senderStamp, stampsEverybody, probesChannel, hidesClient);
    }

    SubmissionKeywords withAnySender(boolean any) {
        return new SubmissionKeywords(submit, any, senderStamp, stampsEverybody, probesChannel, hidesClient);
    }

    SubmissionKeywords hiding(boolean hides) {
        return new SubmissionKeywords(submit, anySender, senderStamp, stampsEverybody, probesChannel, hides);
    }

    SubmissionKeywords stamping(String bits) {
        int all = bits.matches("[0-9]{1,2}") ? Integer.parseInt(bits) : -1;
        int stamp = all & ~(EVERYBODY | CHANNEL);
        if (all < 0 || stamp >= SenderStamp.values().length) {
            throw new IllegalArgumentException("it is 0 to 6, and 16 or 32 more where wanted, not " + bits);
        }
        return new SubmissionKeywords(submit, anySender, SenderStamp.values()[stamp], (all & EVERYBODY) != 0, (all & CHANNEL) != 0, hidesClient);
    }
}
