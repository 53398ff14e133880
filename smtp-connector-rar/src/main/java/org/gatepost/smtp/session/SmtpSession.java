package org.gatepost.smtp.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.session.SessionState.Connected;
import org.gatepost.smtp.session.SessionState.Greeted;
import org.gatepost.smtp.session.SessionState.InTransaction;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.smtp.wire.Line;
import org.gatepost.smtp.wire.Parsed;

/**
 * One SMTP session, the server's side, from greeting to goodbye: reads a line, finds its row, checks syntax and sequence, asks policy, proceeds,
 * replies (RFC 5321). {@link #run} holds the session's thread until the end; only {@link #stop}, {@link #abort} and {@link #isOver} are for others.
 */
public final class SmtpSession implements Runnable {

    private static final System.Logger LOG = System.getLogger(SmtpSession.class.getName());

    private final SessionSettings settings;
    private final Conversation client;
    private final ConnectRequest connect;
    private final SmtpListener listener;
    private SessionState state;
    private SessionNotes lastNotes = SessionNotes.NONE;
    private Optional<Hello> lastHello = Optional.empty();
    private Optional<Reply> lastReply = Optional.empty();
    private int transactions;
    private int messages;
    private int errors;

    public SmtpSession(SessionSettings settings, Link link, ConnectRequest connect, SmtpListener listener) {
        this.settings = settings;
        this.client = new Conversation(link, settings.clock());
        this.connect = connect;
        this.listener = listener;
        this.state = new Connected(connect.connection(), SessionNotes.NONE, SessionLimits.DEFAULT);
    }

    @Override
    public void run() {
        try {
            greet();
            while (!(state instanceof Closed)) {
                nextCommand();
            }
        } catch (SocketTimeoutException e) {
            farewell(client.isOver() ? Replies.SESSION_TOO_LONG : Replies.IDLE_TOO_LONG, CloseReason.TIMED_OUT);
        } catch (IOException e) {
            lost();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "session " + connection().sessionId() + " failed", e);
            farewell(Replies.CLOSING_AFTER_ERROR, CloseReason.HUNG_UP);
        } finally {
            CloseReason reason = state instanceof Closed closed ? closed.reason() : CloseReason.LOST;
            client.close(reason == CloseReason.HUNG_UP || reason == CloseReason.STOPPING);
            listener.onDisconnect(new DisconnectNotice(connection(), lastHello, reason, lastReply, client.lasted(), transactions, messages, errors,
                    lastNotes));
        }
    }

    /** Ends the session at the next moment between two commands, with 421; one that waits for a command is ended at once. Does not wait. */
    public void stop() {
        client.stop();
    }

    /** Cuts the connection, whatever the session is doing. */
    public void abort() {
        client.abort();
    }

    /** Whether the session has outlived its limit, as one does whose client does not read our replies. */
    public boolean isOver() {
        return client.isOver();
    }

    private void lost() {
        if (client.isStopped() && !client.isTold()) {
            farewell(Replies.SHUTTING_DOWN, CloseReason.STOPPING);
        } else {
            become(new Closed(client.isStopped() ? CloseReason.STOPPING : CloseReason.LOST));
        }
    }

    private void greet() throws IOException {
        switch (listener.onConnect(connect)) {
            case Decision.Proceed proceed -> {
                become(new Connected(connection(), proceed.notes(), proceed.limits()));
                say(Replies.greeting(settings.hostname()));
            }
            case Decision.Refuse refuse -> hangUp(refuse.reply());
            case Decision.HangUp hangUp -> hangUp(hangUp.reply());
        }
    }

    private void nextCommand() throws IOException {
        if (client.isStopped()) {
            end(Replies.SHUTTING_DOWN, CloseReason.STOPPING);
            return;
        }
        Optional<Line> line = client.listen(limits());
        if (line.isEmpty()) {
            become(new Closed(CloseReason.STOPPING));
            return;
        }
        switch (line.get()) {
            case Line.Text text -> take(text.text());
            case Line.TooLong tooLong -> complain(Replies.LINE_TOO_LONG);
            // What follows may be anybody's: it is never executed.
            case Line.Malformed malformed -> breakOff(Replies.BAD_LINE_ENDING);
            case Line.End end -> become(new Closed(CloseReason.LOST));
        }
    }

    private void take(String line) throws IOException {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        Optional<CommandRow> row = CommandTable.row(verb);
        if (row.isEmpty()) {
            complain(CommandTable.unknown(verb));
            return;
        }
        // RFC 5321 section 4.1.1: trailing white space is tolerated.
        Parsed parsed = row.get().check().apply(space < 0 ? "" : line.substring(space + 1).stripTrailing());
        Place place = Place.of(state);
        if (!row.get().places().contains(place)) {
            refuseOutOfOrder(row.get(), parsed, place.refusal(row.get().verb()));
            return;
        }
        switch (parsed) {
            case Parsed.Wrong wrong when row.get().verb().equals("BDAT") -> breakOff(wrong.reply());
            case Parsed.Wrong wrong -> complain(wrong.reply());
            case Parsed.Understood understood -> proceed(understood.command());
        }
    }

    /**
     * A command that may not be given here. RCPT, DATA and BDAT are not counted as errors: in a pipelined group they follow a refused MAIL or RCPT
     * through no fault of the client's. What came behind a refused DATA is perhaps content, and behind a BDAT it is: neither is ever executed.
     */
    private void refuseOutOfOrder(CommandRow row, Parsed parsed, Reply reply) throws IOException {
        switch (row.verb()) {
            case "BDAT" -> {
                if (!(parsed instanceof Parsed.Understood u && u.command() instanceof Command.Chunk chunk)) {
                    breakOff(reply);
                } else if (client.skipChunk(chunk, limits())) {
                    refuse(reply);
                } else {
                    become(new Closed(CloseReason.LOST));
                }
            }
            case "DATA" -> {
                if (client.hasMore()) {
                    breakOff(reply);
                } else {
                    refuse(reply);
                }
            }
            case "RCPT" -> refuse(reply);
            default -> complain(reply);
        }
    }

    private void proceed(Command command) throws IOException {
        switch (command) {
            case Command.Greeting greeting -> hello(greeting.hello());
            case Command.Mail mail -> mail(mail);
            case Command.Rcpt rcpt -> rcpt(rcpt);
            case Command.Content content -> content();
            case Command.Chunk chunk -> chunk(chunk);
            case Command.Reset reset -> {
                dropTransaction();
                say(Replies.OK);
            }
            case Command.Noop noop -> say(Replies.OK);
            case Command.Verify verify -> say(Replies.CANNOT_VERIFY);
            case Command.Help help -> say(CommandTable.help(help.topic()));
            case Command.Quit quit -> end(Replies.BYE, CloseReason.QUIT);
        }
    }

    private void hello(Hello hello) throws IOException {
        // RFC 5321 section 4.1.4: a second EHLO is a RSET as well.
        dropTransaction();
        Connected connected = state instanceof Greeted greeted ? greeted.atConnect() : (Connected) state;
        switch (listener.onHello(new HelloRequest(connected.connection(), hello, connected.notes()))) {
            case Decision.Proceed proceed -> {
                lastHello = Optional.of(hello);
                become(new Greeted(connected, hello, Optional.empty(), proceed.notes(), proceed.limits()));
                say(hello.extended() ? Replies.ehlo(settings.hostname(), limits().messageOctetsMax()) : Replies.helo(settings.hostname()));
            }
            case Decision.Refuse refuse -> say(refuse.reply());
            case Decision.HangUp hangUp -> hangUp(hangUp.reply());
        }
    }

    private void mail(Command.Mail command) throws IOException {
        Greeted greeted = (Greeted) state;
        if (transactions >= limits().transactionsMax()) {
            refuse(Replies.TOO_MANY_TRANSACTIONS);
            return;
        }
        transactions++;
        MailRequest request = new MailRequest(connection(), greeted.hello(), greeted.identity(), transactions, command.reversePath(),
                command.parameters(), greeted.notes());
        switch (listener.onMail(request)) {
            case Decision.Proceed proceed -> {
                become(new InTransaction(greeted, MailTransaction.begun(request, proceed.notes(), proceed.limits())));
                say(Replies.SENDER_OK);
            }
            case Decision.Refuse refuse -> say(refuse.reply());
            case Decision.HangUp hangUp -> hangUp(hangUp.reply());
        }
    }

    private void rcpt(Command.Rcpt command) throws IOException {
        InTransaction in = (InTransaction) state;
        MailTransaction transaction = in.transaction();
        if (transaction.presented() >= limits().recipientsMax()) {
            refuse(Replies.TOO_MANY_RECIPIENTS);
            return;
        }
        RcptRequest request = new RcptRequest(transaction.mail(), transaction.presented() + 1, command.forwardPath(), command.parameters(),
                transaction.notes());
        switch (listener.onRcpt(request)) {
            case Decision.Proceed proceed -> {
                become(new InTransaction(in.session(), transaction.withRecipient(proceed.notes(), proceed.limits())));
                say(Replies.RECIPIENT_OK);
            }
            case Decision.Refuse refuse -> {
                become(new InTransaction(in.session(), transaction.withRefusedRecipient()));
                say(refuse.reply());
            }
            case Decision.HangUp hangUp -> hangUp(hangUp.reply());
        }
    }

    private void content() throws IOException {
        MailTransaction transaction = ((InTransaction) state).transaction();
        say(Replies.START_CONTENT);
        try (IncomingContent content = IncomingContent.afterData(settings.spool(), limits())) {
            if (client.readData(content, limits())) {
                judge(transaction, content);
            } else {
                become(new Closed(CloseReason.LOST));
            }
        }
    }

    private void chunk(Command.Chunk chunk) throws IOException {
        InTransaction in = (InTransaction) state;
        MailTransaction transaction = in.transaction();
        if (transaction.chunks().isEmpty()) {
            transaction = transaction.withChunks(IncomingContent.inChunks(settings.spool(), limits()));
            become(new InTransaction(in.session(), transaction));
        }
        IncomingContent content = transaction.chunks().orElseThrow();
        if (!client.readChunk(chunk, content, limits())) {
            become(new Closed(CloseReason.LOST));
        } else if (chunk.last() || content.refusal().isPresent()) {
            judge(transaction, content);
        } else {
            say(Replies.chunkTaken(chunk.octets()));
        }
    }

    /** The transaction ends here, whatever becomes of its content (RFC 5321 section 4.1.1.4). */
    private void judge(MailTransaction transaction, IncomingContent incoming) throws IOException {
        Optional<Reply> refusal = incoming.refusal();
        if (incoming.isFlawed()) {
            breakOff(refusal.orElseThrow());
            return;
        }
        if (refusal.isPresent()) {
            refuse(refusal.get());
            dropTransaction();
            return;
        }
        Receipt receipt;
        try (MessageContent content = incoming.finish()) {
            receipt = listener.onMessage(new MessageRequest(transaction.mail(), content, settings.clock().instant(), transaction.notes()));
        }
        dropTransaction();
        switch (receipt) {
            case Receipt.Accepted accepted -> {
                messages++;
                say(Replies.queued(accepted.id()));
            }
            case Receipt.Refused refused -> say(refused.reply());
            // Nobody knows whether it is ours: no reply, and the client sends again (RFC 1047).
            case Receipt.Unknown unknown -> become(new Closed(CloseReason.HUNG_UP));
        }
    }

    private void dropTransaction() {
        if (state instanceof InTransaction in) {
            become(in.session());
        }
    }

    /** The only place where the state changes: a transaction that is left is dropped whole. */
    private void become(SessionState next) {
        if (state instanceof InTransaction in && !(next instanceof InTransaction)) {
            in.transaction().drop();
        }
        state = next;
        switch (next) {
            case Connected connected -> lastNotes = connected.notes();
            case Greeted greeted -> lastNotes = greeted.notes();
            case InTransaction in -> lastNotes = in.transaction().notes();
            case Closed closed -> client.forget();
        }
    }

    private SessionLimits limits() {
        return switch (state) {
            case Connected connected -> connected.limits();
            case Greeted greeted -> greeted.limits();
            case InTransaction in -> in.transaction().limits();
            case Closed closed -> SessionLimits.DEFAULT;
        };
    }

    private Connection connection() {
        return connect.connection();
    }

    private void say(Reply reply) throws IOException {
        client.say(reply);
    }

    /** An error of the client's: one too many ends the session. */
    private void complain(Reply reply) throws IOException {
        errors++;
        if (errors > limits().errorsMax()) {
            breakOff(Replies.TOO_MANY_ERRORS);
        } else {
            refuse(reply);
        }
    }

    /** A refusal of our own: policy is told of it, for the trace. */
    private void refuse(Reply reply) throws IOException {
        tellPolicy(reply);
        say(reply);
    }

    /** A refusal of our own after which nothing the client sends can be trusted, or is wanted. */
    private void breakOff(Reply reply) throws IOException {
        tellPolicy(reply);
        hangUp(reply);
    }

    private void tellPolicy(Reply reply) {
        Optional<MailRequest> mail = state instanceof InTransaction in ? Optional.of(in.transaction().mail()) : Optional.empty();
        listener.onRefusal(new RefusalNotice(connection(), lastHello, mail, reply, lastNotes));
    }

    private void hangUp(Reply reply) throws IOException {
        end(reply, CloseReason.HUNG_UP);
    }

    private void end(Reply reply, CloseReason reason) throws IOException {
        lastReply = Optional.of(reply);
        become(new Closed(reason));
        client.sayLast(reply);
    }

    private void farewell(Reply reply, CloseReason reason) {
        try {
            end(reply, reason);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the client was gone before it could be told", e);
        }
    }
}
