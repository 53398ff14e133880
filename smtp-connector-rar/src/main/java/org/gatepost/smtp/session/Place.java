package org.gatepost.smtp.session;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** How far a conversation has come, as the order of commands sees it (RFC 5321 section 4.1.4, RFC 3030 section 2). */
public enum Place {
    CONNECTED(Replies.HELLO_FIRST),
    GREETED(Replies.MAIL_FIRST),
    SENDER_GIVEN(Replies.RCPT_FIRST),
    /** Recipients were given and every one refused: DATA is answered 554 (RFC 5321 section 3.3). */
    RECIPIENTS_REFUSED(Replies.NO_VALID_RECIPIENTS),
    RECIPIENTS_ACCEPTED(Replies.NESTED_MAIL),
    CHUNKS_BEGUN(Replies.CHUNKS_BEGUN);

    private final Reply outOfOrder;

    Place(Reply outOfOrder) {
        this.outOfOrder = outOfOrder;
    }

    /** What a command is told that may not be given here. */
    Reply refusal(String verb) {
        if (verb.equals("AUTH") && this != CONNECTED) {
            return Replies.NO_AUTH_IN_TRANSACTION;
        }
        if (verb.equals("STARTTLS") || verb.equals("XCLIENT")) {
            return this == CONNECTED ? Replies.HELLO_FIRST : Replies.NOT_IN_TRANSACTION;
        }
        return verb.equals("MAIL") && this != CONNECTED && this != CHUNKS_BEGUN ? Replies.NESTED_MAIL : outOfOrder;
    }

    static Place of(SessionState state) {
        return switch (state) {
            case SessionState.Connected connected -> CONNECTED;
            case SessionState.Greeted greeted -> GREETED;
            case SessionState.InTransaction in -> of(in.transaction());
            case SessionState.Closed closed -> throw new IllegalStateException("a closed session takes no command");
        };
    }

    private static Place of(MailTransaction transaction) {
        if (transaction.chunks().isPresent()) {
            return CHUNKS_BEGUN;
        }
        if (transaction.accepted() > 0) {
            return RECIPIENTS_ACCEPTED;
        }
        return transaction.presented() > 0 ? RECIPIENTS_REFUSED : SENDER_GIVEN;
    }
}
