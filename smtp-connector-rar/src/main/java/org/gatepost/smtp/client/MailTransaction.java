package org.gatepost.smtp.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Reply;

/** One mail transaction over a connection, from MAIL to the reply after the final dot. Used once. */
final class MailTransaction {

    /** Commands in one write; their replies stay within what any socket's buffers take, so that neither side waits for the other (RFC 2920 section 3.1). */
    private static final int COMMANDS_AT_ONCE_MAX = 100;
    private static final String DATA = "DATA\r\n";

    private final Wire wire;
    private final Dialect dialect;
    private final Extensions offered;
    private final OutgoingMessage message;
    private final PassOn passOn;
    /** By recipient; null while undecided. */
    private final RemoteReply[] replies;
    private Step step = Step.MAIL;
    private boolean mailRefused;
    private boolean announced;

    MailTransaction(Wire wire, Dialect dialect, PassOn passOn, OutgoingMessage message) {
        this.wire = wire;
        this.dialect = dialect;
        this.passOn = passOn;
        this.offered = passOn.offered();
        this.message = message;
        this.replies = new RemoteReply[message.recipients().size()];
    }

    boolean carries(OutgoingMessage other) {
        return message == other;
    }

    /**
     * Puts the whole envelope and DATA behind what is about to leave, which must end with another message's final dot (RFC 2920 section 3.1).
     * Does nothing where the next hop does not offer PIPELINING, it would be too much for one group, or the content needs more than to be written.
     */
    void announce() throws IOException {
        if (offered.pipelining() && replies.length < COMMANDS_AT_ONCE_MAX && passOn.isPlain(message)) {
            wire.put(String.join("", commands(asItIs())) + DATA);
            announced = true;
        }
    }

    boolean isAnnounced() {
        return announced;
    }

    /**
     * @param beforeContent called once the next hop wants the content: what it returns is announced behind the final dot. Not called where nothing is sent
     */
    Transmission run(Supplier<Optional<MailTransaction>> beforeContent) {
        switch (announced ? asItIs() : passOn.of(message)) {
            case PassOn.Goes goes -> transact(goes, beforeContent);
            case PassOn.Refused(RemoteReply reply) -> decide(reply);
        }
        return new Transmission(Arrays.asList(replies), offered.dsn(), offered.has(Extension.DELIVERBY));
    }

    private PassOn.Goes asItIs() {
        return new PassOn.Goes(message.content(), message.parameters().body());
    }

    private void transact(PassOn.Goes goes, Supplier<Optional<MailTransaction>> beforeContent) {
        try {
            if (message.came().isPresent()) {
                tellWhoseItIs(message.came().get());
            }
            boolean dataAsked = announced ? announcedEnvelope() : envelope(goes);
            boolean anyAccepted = anyUndecided();
            if (goes.inChunks()) {
                if (anyAccepted) {
                    step = Step.END_OF_DATA;
                    chunk(goes.content());
                }
            } else if (dataAsked || anyAccepted) {
                data(goes.content(), dataAsked, anyAccepted, beforeContent);
            }
            if (!anyAccepted || step == Step.DATA) {
                reset();
            }
        } catch (Wire.ServiceClosing e) {
            decide(new RemoteReply.Spoken(e.reply(), step));
        } catch (IOException e) {
            wire.close();
            decide(Failures.broken(e, step));
        }
    }

    /** Whatever is answered: it is for the next hop's use and not for ours. */
    private void tellWhoseItIs(Xforward client) throws IOException {
        Optional<String> command = client.command(offered.forwards());
        if (command.isPresent()) {
            wire.ask(command.get());
        }
    }

    private boolean anyUndecided() {
        for (RemoteReply reply : replies) {
            if (reply == null) {
                return true;
            }
        }
        return false;
    }

    private boolean announcedEnvelope() throws IOException {
        for (int i = 0; i <= replies.length; i++) {
            answered(i, wire.read());
        }
        return true;
    }

    /** MAIL and every RCPT, in groups where the next hop offers PIPELINING. Returns whether DATA was asked with the last group. */
    private boolean envelope(PassOn.Goes goes) throws IOException {
        List<String> commands = commands(goes);
        int atOnce = offered.pipelining() ? COMMANDS_AT_ONCE_MAX : 1;
        for (int from = 0; from < commands.size(); from += atOnce) {
            int to = Math.min(from + atOnce, commands.size());
            boolean withData = offered.pipelining() && to == commands.size() && !goes.inChunks();
            wire.write(String.join("", commands.subList(from, to)) + (withData ? DATA : ""));
            for (int i = from; i < to; i++) {
                answered(i, wire.read());
            }
            if (withData || mailRefused) {
                return withData;
            }
        }
        return false;
    }

    private List<String> commands(PassOn.Goes goes) {
        CommandWriter writer = new CommandWriter(offered);
        List<String> commands = new ArrayList<>();
        commands.add(writer.mail(message, goes));
        message.recipients().forEach(to -> commands.add(writer.rcpt(to, message.demands().smtpUtf8())));
        return commands;
    }

    private void answered(int command, Reply reply) throws IOException {
        if (reply.isPositive() && reply.code() >= 300) {
            throw unexpected(reply);
        }
        if (command == 0) {
            step = Step.RCPT;
            if (!reply.isPositive()) {
                mailRefused = true;
                decide(new RemoteReply.Spoken(reply, Step.MAIL));
            }
        } else if (!reply.isPositive() && replies[command - 1] == null) {
            replies[command - 1] = new RemoteReply.Spoken(reply, Step.RCPT);
        }
    }

    private void data(OutgoingContent content, boolean asked, boolean anyAccepted, Supplier<Optional<MailTransaction>> beforeContent) throws IOException {
        step = Step.DATA;
        if (!asked) {
            wire.write(DATA);
        }
        Reply reply = wire.read();
        if (!reply.isPositive()) {
            decide(new RemoteReply.Spoken(reply, Step.DATA));
        } else if (reply.code() != 354) {
            throw unexpected(reply);
        } else if (anyAccepted) {
            step = Step.END_OF_DATA;
            content(content, beforeContent.get());
        } else {
            nothing();
        }
    }

    private void content(OutgoingContent content, Optional<MailTransaction> next) throws IOException {
        DotWriter dots = new DotWriter(wire.out());
        try {
            content.writeTo(dots);
            dots.end();
            if (next.isPresent()) {
                next.get().announce();
            }
            dots.flush();
        } catch (IOException e) {
            brokenOff(dots.wireFailed(), e);
            return;
        } catch (RuntimeException e) {
            // Without the final dot the next hop drops what it got; half a message must never look whole.
            wire.close();
            throw e;
        }
        finalReplies();
    }

    /** All of it in one chunk, which is the only way for binary content (RFC 3030 section 3). */
    private void chunk(OutgoingContent content) throws IOException {
        ExactOutput exact = new ExactOutput(wire.out(), content.size());
        try {
            wire.put("BDAT " + content.size() + " LAST\r\n");
            content.writeTo(exact);
            exact.end();
            exact.flush();
        } catch (IOException e) {
            brokenOff(exact.wireFailed(), e);
            return;
        } catch (RuntimeException e) {
            wire.close();
            throw e;
        }
        finalReplies();
    }

    private void finalReplies() throws IOException {
        for (int i = 0; i < replies.length; i++) {
            if (replies[i] == null) {
                RemoteReply reply = endOfData(wire.readAfterData());
                if (dialect == Dialect.SMTP) {
                    decide(reply);
                } else {
                    replies[i] = reply;
                }
            }
        }
    }

    private RemoteReply endOfData(Reply reply) throws IOException {
        if (reply.isPositive() && reply.code() >= 300) {
            throw unexpected(reply);
        }
        return new RemoteReply.Spoken(reply, Step.END_OF_DATA);
    }

    /** A next hop that has heard enough may say why before it closes; only a refusal is believed here. */
    private void brokenOff(boolean wireFailed, IOException why) throws IOException {
        if (wireFailed && !wire.isClosed()) {
            try {
                Reply reply = wire.read();
                if (!reply.isPositive()) {
                    decide(new RemoteReply.Spoken(reply, Step.END_OF_DATA));
                }
            } catch (Wire.ServiceClosing e) {
                throw e;
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
        wire.close();
        decide(wireFailed ? Failures.broken(why, step) : Failures.unreadable(why));
    }

    /** The next hop wants content though it took no recipient: it gets none (RFC 2920 section 3.1). LMTP has no reply to that, so the connection ends. */
    private void nothing() throws IOException {
        if (dialect == Dialect.LMTP) {
            wire.close();
        } else {
            wire.ask(".\r\n");
        }
    }

    private void reset() throws IOException {
        if (!wire.isClosed() && !wire.ask("RSET\r\n").isPositive()) {
            wire.close();
        }
    }

    private void decide(RemoteReply reply) {
        for (int i = 0; i < replies.length; i++) {
            replies[i] = replies[i] == null ? reply : replies[i];
        }
    }

    private IOException unexpected(Reply reply) {
        return new ReplyReader.MalformedReply("unexpected reply " + reply);
    }
}
