package org.gatepost.channel;

/**
 * What a channel does for the mail of its own users (RFC 6409). Immutable.
 *
 * @param submit keyword {@code submit}: authentication is required, Date and Message-ID are added where they are missing, and the sender must be the user's own
 * @param anySender keywords {@code anysender}, {@code ownsender}: whether users may send under addresses that are not theirs
 * @param senderStamp keyword {@code authrewrite}
 * @param hidesClient keywords {@code hideclient}, {@code showclient}: whether our Received field is silent about the client of an authenticated user
 */
public record SubmissionKeywords(boolean submit, boolean anySender, SenderStamp senderStamp, boolean hidesClient) {

    /** Of a channel that says nothing. */
    public static final SubmissionKeywords DEFAULT = new SubmissionKeywords(false, false, SenderStamp.NONE, false);

    /** Which field names the authenticated user: 0, 1 and 2 of {@code authrewrite}. */
    public enum SenderStamp {
        NONE,
        /** {@code Resent-Sender} where the message was resent, else {@code Sender}. */
        RESENT_OR_SENDER,
        /** {@code Sender}, in any case. */
        SENDER
    }

    SubmissionKeywords submitting() {
        return new SubmissionKeywords(true, anySender, senderStamp, hidesClient);
    }

    SubmissionKeywords withAnySender(boolean any) {
        return new SubmissionKeywords(submit, any, senderStamp, hidesClient);
    }

    SubmissionKeywords hiding(boolean hides) {
        return new SubmissionKeywords(submit, anySender, senderStamp, hides);
    }

    SubmissionKeywords stamping(String bits) {
        SenderStamp stamp = switch (bits) {
            case "0" -> SenderStamp.NONE;
            case "1" -> SenderStamp.RESENT_OR_SENDER;
            case "2" -> SenderStamp.SENDER;
            default -> throw new IllegalArgumentException("it is 0, 1 or 2, not " + bits);
        };
        return new SubmissionKeywords(submit, anySender, stamp, hidesClient);
    }
}
