package org.gatepost.smtp.client;

import java.io.IOException;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;

/** Whether a next hop takes a recipient: MAIL and RCPT, and RSET in place of a message. Used once. */
final class RecipientQuestion {

    private final Wire wire;
    private final Extensions offered;
    private Step step = Step.MAIL;

    RecipientQuestion(Wire wire, Extensions offered) {
        this.wire = wire;
        this.offered = offered;
    }

    RemoteReply ask(ReversePath from, Mailbox to) {
        if (!OutgoingMessage.isOneLine(from.address() + to.address())) {
            return new RemoteReply.Ours(Replies.BAD_RECIPIENT_SYNTAX, Step.MAIL);
        }
        boolean utf8 = to.isInternational() || from.mailbox().filter(Mailbox::isInternational).isPresent();
        // RFC 6531 section 3.5
        if (utf8 && !offered.smtpUtf8()) {
            return new RemoteReply.Ours(Replies.SMTPUTF8_NOT_OFFERED, Step.MAIL);
        }
        try {
            Reply mail = answer("MAIL FROM:" + from + (utf8 ? " SMTPUTF8" : "") + "\r\n");
            if (!mail.isPositive()) {
                return new RemoteReply.Spoken(mail, step);
            }
            step = Step.RCPT;
            RemoteReply said = new RemoteReply.Spoken(answer("RCPT TO:<" + to.address() + ">\r\n"), step);
            forget();
            return said;
        } catch (Wire.ServiceClosing e) {
            return new RemoteReply.Spoken(e.reply(), step);
        } catch (IOException e) {
            wire.close();
            return Failures.broken(e, step);
        }
    }

    private Reply answer(String command) throws IOException {
        Reply reply = wire.ask(command);
        if (reply.isPositive() && reply.code() >= 300) {
            throw new ReplyReader.MalformedReply("unexpected reply " + reply);
        }
        return reply;
    }

    /** What was answered stands, whatever becomes of the connection. */
    private void forget() {
        try {
            if (!wire.ask("RSET\r\n").isPositive()) {
                wire.close();
            }
        } catch (IOException e) {
            wire.close();
        }
    }
}
