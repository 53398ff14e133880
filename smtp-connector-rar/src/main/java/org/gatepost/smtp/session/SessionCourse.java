package org.gatepost.smtp.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.CountLimits;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.session.SessionState.Connected;
import org.gatepost.smtp.session.SessionState.Greeted;
import org.gatepost.smtp.session.SessionState.InTransaction;

/**
 * The course of one session: where it stands, what was counted on the way, and how a refusal of our own or the end is said, to the client and to
 * policy. For the session's thread.
 */
final class SessionCourse {

    private static final System.Logger LOG = System.getLogger(SessionCourse.class.getName());

    private final SmtpListener listener;
    private final Conversation client;
    private Connection connection;
    private SessionState state;
    private SessionNotes lastNotes = SessionNotes.NONE;
    private Optional<Hello> lastHello = Optional.empty();
    private Optional<Reply> lastReply = Optional.empty();
    private int transactions;
    private int messages;
    private int errors;
    private int recipients;
    private int rejected;

    SessionCourse(Connection connection, SmtpListener listener, Conversation client) {
        this.connection = connection;
        this.listener = listener;
        this.client = client;
        this.state = new Connected(connection, SessionNotes.NONE, SessionLimits.DEFAULT);
    }

    /** As it is now: TLS, or who stands before us and tells us of the client, may have changed it. */
    Connection connection() {
        return connection;
    }

    SessionState state() {
        return state;
    }

    boolean isClosed() {
        return state instanceof Closed;
    }

    /** The only place where the state changes: a transaction that is left is dropped whole. */
    void become(SessionState next) {
        if (state instanceof InTransaction in && !(next instanceof InTransaction)) {
            in.transaction().drop();
        }
        state = next;
        switch (next) {
            case Connected connected -> {
                connection = connected.connection();
                lastNotes = connected.notes();
            }
            case Greeted greeted -> lastNotes = greeted.notes();
            case InTransaction in -> lastNotes = in.transaction().notes();
            case Closed closed -> client.forget();
        }
    }

    void dropTransaction() {
        if (state instanceof InTransaction in) {
            become(in.session());
        }
    }

    SessionLimits limits() {
        return switch (state) {
            case Connected connected -> connected.limits();
            case Greeted greeted -> greeted.limits();
            case InTransaction in -> in.transaction().limits();
            case Closed closed -> SessionLimits.DEFAULT;
        };
    }

    /** The client has introduced itself, and policy took it. */
    void introduced(Hello hello) {
        lastHello = Optional.of(hello);
    }

    /** It has to do so again. */
    void forgetHello() {
        lastHello = Optional.empty();
    }

    /** The connection has become another: encrypted, or a client was revealed. The state is still the one before. */
    void isNow(Connection other) {
        connection = other;
    }

    /** How the client introduced itself last, where it did. */
    Optional<Hello> hello() {
        return lastHello;
    }

    /** The authenticated user, where there is one. */
    Optional<String> identity() {
        return switch (state) {
            case Connected connected -> Optional.empty();
            case Greeted greeted -> greeted.identity();
            case InTransaction in -> in.session().identity();
            case Closed closed -> Optional.empty();
        };
    }

    /** Whether the open transaction declared SMTPUTF8. */
    boolean takesUtf8() {
        return state instanceof InTransaction in && in.transaction().mail().parameters().handling().smtpUtf8();
    }

    /** MAIL commands so far. */
    int transactions() {
        return transactions;
    }

    /** One more MAIL; its number. */
    int countTransaction() {
        transactions++;
        return transactions;
    }

    /** One more recipient was presented. */
    void countRecipient() {
        recipients++;
    }

    /** One more was refused for good. */
    void countRejected() {
        rejected++;
    }

    /** Whether so many were refused for good that no further recipient is looked at. */
    boolean defersRecipients() {
        return rejected >= limits().counts().rejectedRecipients();
    }

    /** Which limit ends the session now that a transaction is over, or one more begins; empty where none does. */
    String overLimit(int begins) {
        CountLimits counts = limits().counts();
        if (transactions + begins > counts.disconnectTransactions()) {
            return "disconnecttransactionlimit " + counts.disconnectTransactions();
        }
        if (recipients > counts.disconnectRecipients()) {
            return "disconnectrecipientlimit " + counts.disconnectRecipients();
        }
        return rejected > counts.disconnectRejected() ? "disconnectrejectlimit " + counts.disconnectRejected() : "";
    }

    void countMessage() {
        messages++;
    }

    /** How long each command waits for its reply now. */
    Duration pause() {
        return state instanceof InTransaction in ? in.transaction().pause() : Duration.ZERO;
    }

    void say(Reply reply) throws IOException {
        client.say(reply);
    }

    /** An error of the client's: one too many ends the session. */
    void complain(Reply reply) throws IOException {
        errors++;
        if (errors > limits().errorsMax()) {
            breakOff(Replies.TOO_MANY_ERRORS);
        } else {
            refuse(reply);
        }
    }

    /** What policy said to an error of the client's: one too many ends the session. */
    void sayError(Reply reply) throws IOException {
        errors++;
        if (errors > limits().errorsMax()) {
            breakOff(Replies.TOO_MANY_ERRORS);
        } else {
            say(reply);
        }
    }

    /** A refusal of our own: policy is told of it, for the trace. */
    void refuse(Reply reply) throws IOException {
        refuse(reply, "");
    }

    /** The same, and which limit it was, for the trace. */
    void refuse(Reply reply, String why) throws IOException {
        tellPolicy(reply, why);
        say(reply);
    }

    /** A refusal of our own after which nothing the client sends can be trusted, or is wanted. */
    void breakOff(Reply reply) throws IOException {
        breakOff(reply, "");
    }

    /** The same, and which limit it was, for the trace. */
    void breakOff(Reply reply, String why) throws IOException {
        tellPolicy(reply, why);
        hangUp(reply);
    }

    /** The same where nobody could read a reply: it stands in the trace alone. */
    void closeSilently(Reply reply, String why) {
        tellPolicy(reply, why);
        become(new Closed(CloseReason.HUNG_UP));
    }

    private void tellPolicy(Reply reply, String why) {
        Optional<MailRequest> mail = state instanceof InTransaction in ? Optional.of(in.transaction().mail()) : Optional.empty();
        listener.onRefusal(new RefusalNotice(connection, lastHello, mail, reply, why, lastNotes));
    }

    /** What policy said last; the connection is closed. */
    void hangUp(Reply reply) throws IOException {
        end(reply, CloseReason.HUNG_UP);
    }

    /** The last reply, which leaves now; nothing the client sent behind is executed. */
    void end(Reply reply, CloseReason reason) throws IOException {
        lastReply = Optional.of(reply);
        become(new Closed(reason));
        client.sayNow(reply);
    }

    /** The same to a client that may be gone. */
    void farewell(Reply reply, CloseReason reason) {
        try {
            end(reply, reason);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the client was gone before it could be told", e);
        }
    }

    /** The session is over: closes the connection and tells policy. */
    void close() {
        CloseReason reason = state instanceof Closed closed ? closed.reason() : CloseReason.LOST;
        client.close(reason == CloseReason.HUNG_UP || reason == CloseReason.STOPPING);
        listener.onDisconnect(new DisconnectNotice(connection, lastHello, reason, lastReply, client.lasted(), transactions, messages, errors, lastNotes));
    }
}
