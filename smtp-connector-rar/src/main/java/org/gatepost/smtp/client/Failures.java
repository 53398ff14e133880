package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.Locale;

import org.gatepost.smtp.protocol.Reply;

/** What we say where the next hop could not: always temporary, with the status of RFC 3463 section 3.5 or 3.6 that fits. */
final class Failures {

    private Failures() {
    }

    static RemoteReply broken(IOException why, Step step) {
        String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        if (why instanceof ReplyReader.MalformedReply) {
            return broken(451, "4.5.0", text, step);
        }
        return step == Step.CONNECT ? broken(421, "4.4.1", "cannot connect: " + text, step) : broken(421, "4.4.2", "connection broke: " + text, step);
    }

    static RemoteReply unreadable(IOException why) {
        return broken(451, "4.3.0", "cannot read the content: " + why.getMessage(), Step.END_OF_DATA);
    }

    private static RemoteReply broken(int code, String status, String text, Step step) {
        return new RemoteReply.Broken(Reply.quoting(code, status, text + " (at " + step.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")"), step);
    }
}
