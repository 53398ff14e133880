package org.gatepost.smtp.session;

import java.io.IOException;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.session.SessionState.Connected;
import org.gatepost.smtp.session.SessionState.Greeted;
import org.gatepost.smtp.session.SessionState.InTransaction;
import org.gatepost.smtp.spool.MessageContent;

/**
 * The stages of a session, where policy is asked: connect, hello, mail, rcpt, message. Each keeps the session's own limits, asks, and goes on as it
 * was told. Called only where the command table allows it; for the session's thread.
 */
final class SessionStages {

    private final SessionSettings settings;
    private final ConnectRequest connect;
    private final SmtpListener listener;
    private final Conversation client;
    private final SessionCourse course;

    SessionStages(SessionSettings settings, ConnectRequest connect, SmtpListener listener, Conversation client, SessionCourse course) {
        this.settings = settings;
        this.connect = connect;
        this.listener = listener;
        this.client = client;
        this.course = course;
    }

    void greet() throws IOException {
        switch (listener.onConnect(connect)) {
            case Decision.Proceed proceed -> {
                course.become(new Connected(connect.connection(), proceed.notes(), proceed.limits()));
                course.say(Replies.greeting(settings.hostname()));
            }
            case Decision.Refuse refuse -> course.hangUp(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    void hello(Hello hello) throws IOException {
        // RFC 5321 section 4.1.4: a second EHLO is a RSET as well.
        course.dropTransaction();
        Connected connected = course.state() instanceof Greeted greeted ? greeted.atConnect() : (Connected) course.state();
        switch (listener.onHello(new HelloRequest(connected.connection(), hello, connected.notes()))) {
            case Decision.Proceed proceed -> {
                course.introduced(hello);
                course.become(new Greeted(connected, hello, Optional.empty(), proceed.notes(), proceed.limits()));
                course.say(hello.extended() ? Replies.ehlo(settings.hostname(), course.limits().messageOctetsMax()) : Replies.helo(settings.hostname()));
            }
            case Decision.Refuse refuse -> course.say(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    void mail(Command.Mail command) throws IOException {
        Greeted greeted = (Greeted) course.state();
        if (course.transactions() >= course.limits().transactionsMax()) {
            course.refuse(Replies.TOO_MANY_TRANSACTIONS);
            return;
        }
        MailRequest request = new MailRequest(connect.connection(), greeted.hello(), greeted.identity(), course.countTransaction(), command.reversePath(),
                command.parameters(), greeted.notes());
        switch (listener.onMail(request)) {
            case Decision.Proceed proceed -> {
                course.become(new InTransaction(greeted, MailTransaction.begun(request, proceed.notes(), proceed.limits())));
                course.say(Replies.SENDER_OK);
            }
            case Decision.Refuse refuse -> course.say(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    void rcpt(Command.Rcpt command) throws IOException {
        InTransaction in = (InTransaction) course.state();
        MailTransaction transaction = in.transaction();
        if (transaction.presented() >= course.limits().recipientsMax()) {
            course.refuse(Replies.TOO_MANY_RECIPIENTS);
            return;
        }
        RcptRequest request = new RcptRequest(transaction.mail(), transaction.presented() + 1, command.forwardPath(), command.parameters(),
                transaction.notes());
        switch (listener.onRcpt(request)) {
            case Decision.Proceed proceed -> {
                course.become(new InTransaction(in.session(), transaction.withRecipient(proceed.notes(), proceed.limits())));
                course.say(Replies.RECIPIENT_OK);
            }
            case Decision.Refuse refuse -> {
                course.become(new InTransaction(in.session(), transaction.withRefusedRecipient()));
                course.say(refuse.reply());
            }
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    void content() throws IOException {
        MailTransaction transaction = ((InTransaction) course.state()).transaction();
        course.say(Replies.START_CONTENT);
        try (IncomingContent content = IncomingContent.afterData(settings.spool(), course.limits())) {
            if (client.readData(content, course.limits())) {
                judge(transaction, content);
            } else {
                course.become(new Closed(CloseReason.LOST));
            }
        }
    }

    void chunk(Command.Chunk chunk) throws IOException {
        InTransaction in = (InTransaction) course.state();
        MailTransaction transaction = in.transaction();
        if (transaction.chunks().isEmpty()) {
            transaction = transaction.withChunks(IncomingContent.inChunks(settings.spool(), course.limits()));
            course.become(new InTransaction(in.session(), transaction));
        }
        IncomingContent content = transaction.chunks().orElseThrow();
        if (!client.readChunk(chunk, content, course.limits())) {
            course.become(new Closed(CloseReason.LOST));
        } else if (chunk.last() || content.refusal().isPresent()) {
            judge(transaction, content);
        } else {
            course.say(Replies.chunkTaken(chunk.octets()));
        }
    }

    /** The transaction ends here, whatever becomes of its content (RFC 5321 section 4.1.1.4). */
    private void judge(MailTransaction transaction, IncomingContent incoming) throws IOException {
        Optional<Reply> refusal = incoming.refusal();
        if (incoming.isFlawed()) {
            course.breakOff(refusal.orElseThrow());
            return;
        }
        if (refusal.isPresent()) {
            course.refuse(refusal.get());
            course.dropTransaction();
            return;
        }
        Receipt receipt;
        try (MessageContent content = incoming.finish()) {
            receipt = listener.onMessage(new MessageRequest(transaction.mail(), content, settings.clock().instant(), transaction.notes()));
        }
        course.dropTransaction();
        switch (receipt) {
            case Receipt.Accepted accepted -> {
                course.countMessage();
                course.say(Replies.queued(accepted.id()));
            }
            case Receipt.Refused refused -> course.say(refused.reply());
            // Nobody knows whether it is ours: no reply, and the client sends again (RFC 1047).
            case Receipt.Unknown unknown -> course.become(new Closed(CloseReason.HUNG_UP));
        }
    }
}
