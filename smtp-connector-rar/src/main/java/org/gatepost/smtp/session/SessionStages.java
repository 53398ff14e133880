package org.gatepost.smtp.session;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.Pause;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.Revealed;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.BodyType;
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
 * The stages of a session after its beginning, where policy is asked: hello, mail, rcpt, message. Each keeps the session's own limits, asks, and goes on as it
 * was told. Called only where the command table allows it; for the session's thread.
 */
final class SessionStages {

    private final SessionSettings settings;
    private final SmtpListener listener;
    private final Conversation client;
    private final SessionCourse course;

    SessionStages(SessionSettings settings, SmtpListener listener, Conversation client, SessionCourse course) {
        this.settings = settings;
        this.listener = listener;
        this.client = client;
        this.course = course;
    }

    void hello(Hello said) throws IOException {
        // RFC 5321 section 4.1.4: a second EHLO is a RSET as well.
        course.dropTransaction();
        Connected connected = course.state() instanceof Greeted greeted ? greeted.atConnect() : (Connected) course.state();
        // RFC 4954 section 4: who authenticated stays so to the session's end.
        Optional<Greeted> before = course.state() instanceof Greeted greeted ? Optional.of(greeted) : Optional.empty();
        Optional<SessionNotes> afterAuth = before.flatMap(Greeted::afterAuth);
        Optional<Revealed> revealed = connected.connection().revealed();
        Hello hello = new Hello(revealed.flatMap(Revealed::hello).orElse(said.name()), revealed.flatMap(Revealed::extended).orElse(said.extended()));
        Optional<String> identity = before.flatMap(Greeted::identity).or(() -> revealed.flatMap(Revealed::login));
        switch (listener.onHello(new HelloRequest(connected.connection(), hello, afterAuth.orElse(connected.notes())))) {
            case Decision.Proceed proceed -> {
                course.introduced(hello);
                course.become(new Greeted(connected, hello, identity, proceed.notes(), proceed.limits(), afterAuth));
                course.say(said.extended() ? Replies.ehlo(settings.hostname(), proceed.limits().offer(), proceed.limits().messageOctetsMax())
                        : Replies.helo(settings.hostname()));
            }
            case Decision.Refuse refuse -> course.say(refuse.reply());
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    void mail(Command.Mail command) throws IOException {
        Greeted greeted = (Greeted) course.state();
        String over = course.overLimit(1);
        if (!over.isEmpty()) {
            course.breakOff(Replies.SESSION_LIMIT_REACHED, over);
            return;
        }
        if (course.transactions() >= course.limits().transactionsMax()) {
            course.refuse(Replies.TOO_MANY_TRANSACTIONS);
            return;
        }
        String shortage = shortage(command);
        if (!shortage.isEmpty()) {
            course.refuse(Replies.INSUFFICIENT_STORAGE, shortage);
            return;
        }
        if (settings.load().contents().isUsedUp()) {
            course.refuse(Replies.SYSTEM_BUSY, contents());
            return;
        }
        MailRequest request = new MailRequest(course.connection(), greeted.hello(), greeted.identity(), course.countTransaction(), command.reversePath(),
                command.parameters(), greeted.notes());
        switch (listener.onMail(request)) {
            case Decision.Proceed proceed -> {
                client.pause(proceed.pause().here());
                course.become(new InTransaction(greeted, MailTransaction.begun(request, proceed.notes(), proceed.limits(), new RecipientShare(settings.load()))
                        .slowed(proceed.pause().everyCommand())));
                course.say(Replies.SENDER_OK);
            }
            case Decision.Refuse refuse -> {
                client.pause(refuse.pause().here());
                course.say(refuse.reply());
            }
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    /** Why no message could be kept now, so that the client learns it before it sends one; empty where one could. */
    private String shortage(Command.Mail command) {
        long octets = Math.max(1, command.parameters().size().orElse(0));
        // What is too large at any time is policy's to refuse, and for good.
        if (octets <= course.limits().messageOctetsMax() && !settings.spool().hasRoomFor(octets)) {
            return "spool octets: " + settings.spool().budget().used() + " held, no room for " + octets;
        }
        return settings.load().recipients().isUsedUp() ? recipients() : "";
    }

    private String recipients() {
        return "recipients of open transactions: " + settings.load().recipients();
    }

    private String contents() {
        return "contents at once: " + settings.load().contents();
    }

    void rcpt(Command.Rcpt command) throws IOException {
        InTransaction in = (InTransaction) course.state();
        MailTransaction transaction = in.transaction();
        course.countRecipient();
        if (transaction.presented() >= course.limits().recipientsMax()) {
            course.become(new InTransaction(in.session(), transaction.withRefusedRecipient()));
            course.refuse(Replies.TOO_MANY_RECIPIENTS);
            return;
        }
        if (course.defersRecipients()) {
            course.become(new InTransaction(in.session(), transaction.withRefusedRecipient()));
            course.refuse(Replies.TOO_MANY_REJECTED, "deferralrejectlimit " + course.limits().counts().rejectedRecipients());
            return;
        }
        if (settings.load().recipients().isUsedUp()) {
            course.refuse(Replies.INSUFFICIENT_STORAGE, recipients());
            return;
        }
        RcptRequest request = new RcptRequest(transaction.mail(), transaction.presented() + 1, command.forwardPath(), command.parameters(),
                transaction.notes());
        switch (listener.onRcpt(request)) {
            case Decision.Proceed proceed when !transaction.share().growTo(Math.max(transaction.accepted() + 1, proceed.notes().weight())) -> {
                course.become(new InTransaction(in.session(), transaction.withRefusedRecipient()));
                course.refuse(Replies.INSUFFICIENT_STORAGE, recipients());
            }
            case Decision.Proceed proceed -> {
                client.pause(beyond(transaction, proceed.pause()));
                course.become(new InTransaction(in.session(), transaction.withRecipient(proceed.notes(), proceed.limits()).slowed(proceed.pause().everyCommand())));
                course.say(Replies.RECIPIENT_OK);
            }
            case Decision.Refuse refuse -> {
                if (!refuse.reply().isTransient()) {
                    course.countRejected();
                }
                client.pause(beyond(transaction, refuse.pause()));
                course.become(new InTransaction(in.session(), transaction.withRefusedRecipient().slowed(refuse.pause().everyCommand())));
                course.say(refuse.reply());
            }
            case Decision.HangUp hangUp -> course.hangUp(hangUp.reply());
        }
    }

    /** What is left of a pause where this command has waited already, as every one of its transaction does. */
    private static Duration beyond(MailTransaction transaction, Pause pause) {
        Duration rest = pause.here().minus(transaction.pause());
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    void content() throws IOException {
        MailTransaction transaction = ((InTransaction) course.state()).transaction();
        if (transaction.mail().parameters().body() == BodyType.BINARY_MIME) {
            // RFC 3030 section 3: never by DATA. The transaction stands, and BDAT may follow.
            refuseData(Replies.BINARY_NEEDS_CHUNKS, "");
            return;
        }
        if (isCutOff(transaction)) {
            refuseData(Replies.RECIPIENTS_CUT_OFF, cutoff(transaction));
            course.dropTransaction();
            return;
        }
        Optional<IncomingContent> begun = IncomingContent.afterData(settings, course.limits());
        if (begun.isEmpty()) {
            refuseData(Replies.SYSTEM_BUSY, contents());
            return;
        }
        try (IncomingContent content = begun.get()) {
            course.say(Replies.START_CONTENT);
            switch (client.readData(content, course.limits())) {
                case COMPLETE -> judge(transaction, content);
                case LOST -> course.become(new Closed(CloseReason.LOST));
                case ENDLESS -> course.breakOff(content.refusal().orElse(Replies.MESSAGE_TOO_LARGE));
            }
        }
    }

    private boolean isCutOff(MailTransaction transaction) {
        return transaction.presented() > course.limits().counts().recipientCutoff();
    }

    private String cutoff(MailTransaction transaction) {
        return "recipientcutoff " + course.limits().counts().recipientCutoff() + ": " + transaction.presented() + " recipients were presented";
    }

    /** What came behind a refused DATA is perhaps content, and never executed. */
    void refuseData(Reply reply, String why) throws IOException {
        if (client.hasMore()) {
            course.breakOff(reply, why);
        } else {
            course.refuse(reply, why);
        }
    }

    void chunk(Command.Chunk chunk) throws IOException {
        InTransaction in = (InTransaction) course.state();
        MailTransaction transaction = in.transaction();
        if (isCutOff(transaction)) {
            course.dropTransaction();
            skip(chunk, Replies.RECIPIENTS_CUT_OFF, cutoff(transaction));
            return;
        }
        if (transaction.chunks().isEmpty()) {
            Optional<IncomingContent> begun = IncomingContent.inChunks(transaction.mail().parameters().body(), settings, course.limits());
            if (begun.isEmpty()) {
                course.dropTransaction();
                skip(chunk, Replies.SYSTEM_BUSY, contents());
                return;
            }
            transaction = transaction.withChunks(begun.get());
            course.become(new InTransaction(in.session(), transaction));
        }
        IncomingContent content = transaction.chunks().orElseThrow();
        switch (client.readChunk(chunk, content, course.limits())) {
            case COMPLETE -> {
                if (chunk.last() || content.refusal().isPresent()) {
                    judge(transaction, content);
                } else {
                    course.say(Replies.chunkTaken(chunk.octets()));
                }
            }
            case LOST -> course.become(new Closed(CloseReason.LOST));
            case ENDLESS -> course.breakOff(content.refusal().orElse(Replies.MESSAGE_TOO_LARGE));
        }
    }

    /** A chunk that is not taken is read all the same: it is no command. */
    void skip(Command.Chunk chunk, Reply reply, String why) throws IOException {
        switch (client.skipChunk(chunk, course.limits())) {
            case COMPLETE -> course.refuse(reply, why);
            case LOST -> course.become(new Closed(CloseReason.LOST));
            case ENDLESS -> course.breakOff(reply, why);
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
            course.refuse(refusal.get(), incoming.shortage());
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
                sayToEach(transaction, accepted.recipients().isEmpty() ? Collections.nCopies(transaction.accepted(), Replies.RECIPIENT_CONTENT_OK)
                        : accepted.recipients());
                course.say(Replies.queued(accepted.id()));
            }
            case Receipt.Refused refused -> {
                sayToEach(transaction, refused.recipients());
                course.say(refused.reply());
            }
            // Nobody knows whether it is ours: no reply, and the client sends again (RFC 1047).
            case Receipt.Unknown unknown -> course.become(new Closed(CloseReason.HUNG_UP));
        }
    }

    /** PRDR: 353 and a reply for each recipient, before that of the message. What is refused as a whole needs none (draft-hall-prdr-00 section 4.4). */
    private void sayToEach(MailTransaction transaction, List<Reply> recipients) throws IOException {
        if (!transaction.mail().parameters().handling().perRecipientReplies() || recipients.isEmpty()) {
            return;
        }
        course.say(Replies.JUDGING_RECIPIENTS);
        for (Reply reply : recipients) {
            course.say(reply);
        }
    }

    /** VRFY, EXPN and ETRN: policy alone knows the answer. */
    void inquire(Command.Inquiry inquiry) throws IOException {
        SessionNotes notes = switch (course.state()) {
            case Connected connected -> connected.notes();
            case Greeted greeted -> greeted.notes();
            case InTransaction in -> in.session().notes();
            case Closed closed -> SessionNotes.NONE;
        };
        course.say(listener.onInquiry(new InquiryRequest(course.connection(), course.hello(), course.identity(), inquiry, notes)));
    }
}
