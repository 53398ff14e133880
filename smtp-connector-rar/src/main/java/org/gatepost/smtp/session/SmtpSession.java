package org.gatepost.smtp.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.session.SessionState.Closed;
import org.gatepost.smtp.wire.Line;
import org.gatepost.smtp.wire.Parsed;

/**
 * One SMTP session, the server's side, from greeting to goodbye: reads a line, finds its row, checks syntax and sequence, asks policy, proceeds,
 * replies (RFC 5321). {@link #run} holds the session's thread until the end; only {@link #stop}, {@link #abort} and {@link #isOver} are for others.
 */
public final class SmtpSession implements Runnable {

    private static final System.Logger LOG = System.getLogger(SmtpSession.class.getName());

    private final Conversation client;
    private final SessionCourse course;
    private final SessionOpening opening;
    private final SessionStages stages;
    private final Authentication authentication;

    public SmtpSession(SessionSettings settings, Link link, Arrival arrival, SmtpListener listener) {
        this.client = new Conversation(link, settings.steadyClock());
        this.course = new SessionCourse(arrival.connect().connection(), listener, client);
        this.opening = new SessionOpening(settings, arrival, listener, client, course);
        this.stages = new SessionStages(settings, listener, client, course);
        this.authentication = new Authentication(listener, client, course);
    }

    /** One that begins in plain text, of the only session there is of its client. */
    public SmtpSession(SessionSettings settings, Link link, ConnectRequest connect, SmtpListener listener) {
        this(settings, link, Arrival.plain(connect), listener);
    }

    @Override
    public void run() {
        try {
            opening.greet();
            while (!course.isClosed()) {
                nextCommand();
            }
        } catch (SocketTimeoutException e) {
            course.farewell(overdue(), CloseReason.TIMED_OUT);
        } catch (IOException e) {
            lost();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "session " + course.connection().sessionId() + " failed", e);
            course.farewell(Replies.CLOSING_AFTER_ERROR, CloseReason.HUNG_UP);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            course.close();
        } finally {
            opening.giveBack();
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

    private Reply overdue() {
        if (client.isOver()) {
            return Replies.SESSION_TOO_LONG;
        }
        return client.isTooSlow() ? Replies.CONTENT_TOO_SLOW : Replies.IDLE_TOO_LONG;
    }

    private void lost() {
        if (client.isStopped() && !client.isTold()) {
            course.farewell(Replies.SHUTTING_DOWN, CloseReason.STOPPING);
        } else {
            course.become(new Closed(client.isStopped() ? CloseReason.STOPPING : CloseReason.LOST));
        }
    }

    private void nextCommand() throws IOException {
        if (client.isStopped()) {
            course.end(Replies.SHUTTING_DOWN, CloseReason.STOPPING);
            return;
        }
        Optional<Line> line = client.listen(course.limits());
        if (line.isEmpty()) {
            course.become(new Closed(CloseReason.STOPPING));
            return;
        }
        client.pause(course.pause());
        switch (line.get()) {
            case Line.Text text -> take(text.text());
            case Line.TooLong tooLong -> course.complain(Replies.LINE_TOO_LONG);
            // What follows is the rest of it.
            case Line.Endless endless -> course.breakOff(Replies.LINE_TOO_LONG);
            // What follows may be anybody's: it is never executed.
            case Line.Malformed malformed -> course.breakOff(Replies.BAD_LINE_ENDING);
            case Line.End end -> course.become(new Closed(CloseReason.LOST));
        }
    }

    private void take(String line) throws IOException {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        Optional<CommandRow> row = CommandTable.row(verb, course.limits().offer());
        if (row.isEmpty()) {
            boolean again = verb.equalsIgnoreCase("STARTTLS") && course.connection().tls().isPresent();
            course.complain(again ? Replies.TLS_ACTIVE : CommandTable.unknown(verb));
            return;
        }
        // RFC 5321 section 4.1.1: trailing white space is tolerated.
        Parsed parsed = row.get().check().apply(space < 0 ? "" : line.substring(space + 1).stripTrailing(), course.limits().offer());
        // RFC 3207 section 4: in the clear nothing else is even looked at. What a trusted host reveals comes before TLS, which is the client's.
        if (course.limits().link().needsTls() && !row.get().beforeTls()) {
            refuseOutOfOrder(row.get(), parsed, Replies.TLS_REQUIRED);
            return;
        }
        Place place = Place.of(course.state());
        if (!row.get().places().contains(place)) {
            refuseOutOfOrder(row.get(), parsed, place.refusal(row.get().verb()));
            return;
        }
        switch (parsed) {
            case Parsed.Wrong wrong when row.get().verb().equals("BDAT") -> course.breakOff(wrong.reply());
            case Parsed.Wrong wrong -> course.complain(wrong.reply());
            // RFC 6531 section 3.2: an address in UTF-8 only where MAIL declared it.
            case Parsed.Understood rcpt when row.get().verb().equals("RCPT") && !isAscii(line) && !course.takesUtf8() ->
                course.complain(Replies.UTF8_RECIPIENT_NOT_DECLARED);
            case Parsed.Understood understood -> proceed(understood.command());
        }
    }

    private static boolean isAscii(String line) {
        return line.chars().allMatch(c -> c < 128);
    }

    /**
     * A command that may not be given here. RCPT, DATA and BDAT are not counted as errors: in a pipelined group they follow a refused MAIL or RCPT
     * through no fault of the client's. What came behind a refused DATA is perhaps content, and behind a BDAT it is: neither is ever executed.
     */
    private void refuseOutOfOrder(CommandRow row, Parsed parsed, Reply reply) throws IOException {
        switch (row.verb()) {
            case "BDAT" -> {
                if (!(parsed instanceof Parsed.Understood u && u.command() instanceof Command.Chunk chunk)) {
                    course.breakOff(reply);
                } else {
                    stages.skip(chunk, reply, "");
                }
            }
            case "DATA" -> stages.refuseData(reply, "");
            case "RCPT" -> course.refuse(reply);
            default -> course.complain(reply);
        }
    }

    private void proceed(Command command) throws IOException {
        switch (command) {
            case Command.Greeting greeting -> stages.hello(greeting.hello());
            case Command.Auth auth -> authentication.run(auth);
            case Command.Mail mail -> stages.mail(mail);
            case Command.Rcpt rcpt -> stages.rcpt(rcpt);
            case Command.Content content -> stages.content();
            case Command.Chunk chunk -> stages.chunk(chunk);
            case Command.StartTls startTls -> opening.startTls();
            case Command.XClient xclient -> opening.xclient(xclient.attributes());
            case Command.Reset reset -> {
                course.dropTransaction();
                String over = course.overLimit(0);
                if (over.isEmpty()) {
                    course.say(Replies.OK);
                } else {
                    course.breakOff(Replies.SESSION_LIMIT_REACHED, over);
                }
            }
            case Command.Noop noop -> course.say(Replies.OK);
            case Command.Inquiry inquiry -> stages.inquire(inquiry);
            case Command.Help help -> course.say(CommandTable.help(help.topic(), course.limits().offer()));
            case Command.Quit quit -> course.end(Replies.BYE, CloseReason.QUIT);
        }
    }
}
