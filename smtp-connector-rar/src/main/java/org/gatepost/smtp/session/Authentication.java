package org.gatepost.smtp.session;

import java.io.IOException;
import java.util.Optional;

import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.session.SessionState.Greeted;
import org.gatepost.smtp.wire.Line;

/**
 * AUTH, from the command to its last reply: carries challenges and answers between policy and the client, in base 64, until policy decides, the client
 * gives up or a line is none (RFC 4954 section 4). What the client says is never kept. For the session's thread.
 */
final class Authentication {

    private static final String CANCEL = "*";

    private final SmtpListener listener;
    private final Conversation client;
    private final SessionCourse course;

    Authentication(SmtpListener listener, Conversation client, SessionCourse course) {
        this.listener = listener;
        this.client = client;
        this.course = course;
    }

    void run(Command.Auth command) throws IOException {
        Greeted greeted = (Greeted) course.state();
        if (greeted.identity().isPresent()) {
            course.complain(Replies.ALREADY_AUTHENTICATED);
            return;
        }
        Optional<SaslMessage> message = command.initialResponse();
        Optional<AuthExchange> exchange = Optional.empty();
        while (true) {
            switch (listener.onAuth(new AuthRequest(course.connection(), greeted.hello(), command.mechanism(), message, exchange, greeted.notes()))) {
                case AuthDecision.Authenticated user -> {
                    course.become(greeted.authenticated(user.identity(), user.notes(), user.limits()));
                    course.say(Replies.AUTHENTICATED);
                    return;
                }
                case AuthDecision.Refuse refuse when refuse.reply().isTransient() -> {
                    course.say(refuse.reply());
                    return;
                }
                case AuthDecision.Refuse refuse -> {
                    course.sayError(refuse.reply());
                    return;
                }
                case AuthDecision.Challenge challenge -> {
                    course.say(Replies.challenge(challenge.message()));
                    message = answer();
                    exchange = Optional.of(challenge.exchange());
                    if (message.isEmpty()) {
                        return;
                    }
                }
            }
        }
    }

    /** The client's next message; empty where the exchange is over without one, and the client was told. */
    private Optional<SaslMessage> answer() throws IOException {
        Optional<Line> line = client.listenForAnswer(course.limits());
        if (line.isEmpty()) {
            course.become(new Closed(CloseReason.STOPPING));
            return Optional.empty();
        }
        switch (line.get()) {
            case Line.Text text when text.text().equals(CANCEL) -> course.complain(Replies.AUTH_CANCELLED);
            case Line.Text text -> {
                Optional<SaslMessage> message = SaslMessage.decode(text.text());
                if (message.isEmpty()) {
                    course.complain(Replies.AUTH_NOT_BASE64);
                }
                return message;
            }
            case Line.TooLong tooLong -> course.complain(Replies.AUTH_LINE_TOO_LONG);
            case Line.Endless endless -> course.breakOff(Replies.AUTH_LINE_TOO_LONG);
            case Line.Malformed malformed -> course.breakOff(Replies.BAD_LINE_ENDING);
            case Line.End end -> course.become(new Closed(CloseReason.LOST));
        }
        return Optional.empty();
    }
}
