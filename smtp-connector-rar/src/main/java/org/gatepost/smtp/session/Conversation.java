package org.gatepost.smtp.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.wire.ChunkReader;
import org.gatepost.smtp.wire.DotReader;
import org.gatepost.smtp.wire.Line;
import org.gatepost.smtp.wire.LineReader;
import org.gatepost.smtp.wire.OctetInput;
import org.gatepost.smtp.wire.ProxyHeader;
import org.gatepost.smtp.wire.ProxyReader;
import org.gatepost.smtp.wire.ReplyWriter;

/**
 * Listening and speaking on one link: commands, content, replies, and how long to wait for them. For the session's thread; only {@link #stop},
 * {@link #abort} and {@link #isOver} are for others.
 */
final class Conversation {

    private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

    private static final int CRLF_OCTETS = 2;

    private final Link link;
    private OctetInput input;
    private LineReader lines;
    private ReplyWriter replies;
    private final Patience patience;
    private final StopSignal stop = new StopSignal();
    private boolean awaitingCommand;
    private boolean encrypted;
    private Optional<IncomingContent> reading = Optional.empty();

    Conversation(Link link, InstantSource steadyClock) {
        this.link = link;
        this.patience = new Patience(steadyClock, SessionLimits.DEFAULT);
        listenAnew();
    }

    private void listenAnew() {
        input = new OctetInput(link.input(), this::beforeWait);
        lines = new LineReader(input, Extension.commandLineOctetsMax());
        replies = new ReplyWriter(link.output());
    }

    /** Whether the client speaks although it is to listen, so long. */
    boolean hearsWithin(Duration wait) throws IOException {
        return link.hearsWithin(patience.atMost(wait));
    }

    /** Keeps the client waiting, but not beyond the session's end; what was said before leaves first. */
    void pause(Duration pause) throws IOException {
        if (!pause.isZero()) {
            replies.flush();
            link.pause(patience.atMost(pause));
        }
    }

    boolean canEncrypt() {
        return link.canEncrypt();
    }

    /** The handshake. Nothing that came before it is read after it: the readers and the writer are others. */
    TlsSession startTls(boolean asksCertificate, Duration handshake) throws HandshakeFailed {
        TlsSession agreed = link.startTls(asksCertificate, patience.atMost(handshake));
        encrypted = true;
        listenAnew();
        return agreed;
    }

    /** What comes before anything else, read from the link itself, so that not one octet more is taken. */
    ProxyHeader readProxyHeader(Duration handshake) throws IOException {
        link.setReadTimeout(patience.atMost(handshake));
        return ProxyReader.read(link.input());
    }

    /** The next command line, or empty where somebody stopped the session and told the client: the line is not to be executed. */
    Optional<Line> listen(SessionLimits limits) throws IOException {
        patience.forCommand(limits);
        awaitingCommand = true;
        Line line = limits.offer().has(Extension.AUTH) ? commandOrAuth() : lines.read();
        awaitingCommand = false;
        return stop.endWait() ? Optional.of(line) : Optional.empty();
    }

    /** A command, of which AUTH alone may be longer than others (RFC 4954 section 4). */
    private Line commandOrAuth() throws IOException {
        Line line = lines.read(Extension.AUTH_LINE_OCTETS_MAX);
        boolean tooLong = line instanceof Line.Text command && command.text().length() + CRLF_OCTETS > Extension.commandLineOctetsMax()
                && !command.text().regionMatches(true, 0, "AUTH ", 0, 5);
        return tooLong ? new Line.TooLong() : line;
    }

    /** The client's answer to a challenge, or empty where somebody stopped the session and told the client. */
    Optional<Line> listenForAnswer(SessionLimits limits) throws IOException {
        patience.forCommand(limits);
        awaitingCommand = true;
        Line line = lines.read(Extension.AUTH_LINE_OCTETS_MAX);
        awaitingCommand = false;
        return stop.endWait() ? Optional.of(line) : Optional.empty();
    }

    /** Reads what follows DATA. */
    ContentEnd readData(IncomingContent content, SessionLimits limits) throws IOException {
        return read(content, limits, () -> DotReader.read(input, content.lines()));
    }

    /** Reads a chunk; none of one that would never end. */
    ContentEnd readChunk(Command.Chunk chunk, IncomingContent content, SessionLimits limits) throws IOException {
        if (content.isEndlessWith(chunk.octets())) {
            return ContentEnd.ENDLESS;
        }
        return read(content, limits, () -> ChunkReader.read(input, chunk.octets(), chunk.last(), content.lines()));
    }

    /** Reads a chunk nobody wants; none of one that would never end. */
    ContentEnd skipChunk(Command.Chunk chunk, SessionLimits limits) throws IOException {
        if (chunk.octets() > IncomingContent.endlessFrom(limits)) {
            return ContentEnd.ENDLESS;
        }
        patience.forContent(limits);
        return ChunkReader.skip(input, chunk.octets()) ? ContentEnd.COMPLETE : ContentEnd.LOST;
    }

    /** True at the content's end, false where the client closed before. */
    @FunctionalInterface
    private interface Reading {
        boolean run() throws IOException;
    }

    private ContentEnd read(IncomingContent content, SessionLimits limits, Reading all) throws IOException {
        input.expectContent(content.isRoomy());
        patience.forContent(limits);
        patience.keepPace(content.deadline());
        // Small chunks may all have come already, and nobody would wait.
        if (patience.isTooSlow()) {
            throw new SocketTimeoutException("too slow");
        }
        reading = Optional.of(content);
        try {
            return all.run() ? ContentEnd.COMPLETE : ContentEnd.LOST;
        } catch (Endless e) {
            return ContentEnd.ENDLESS;
        } finally {
            reading = Optional.empty();
            input.expectCommands();
        }
    }

    /** Ends the reading of a content from within. */
    private static final class Endless extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Whether more has come than was read. */
    boolean hasMore() {
        return input.hasBuffered();
    }

    /** What came and was not read is never executed. */
    void forget() {
        input.discard();
    }

    /** A reply; it leaves before we wait for anything more. */
    void say(Reply reply) throws IOException {
        replies.write(reply);
    }

    /** A reply that leaves now. */
    void sayNow(Reply reply) throws IOException {
        replies.write(reply);
        replies.flush();
    }

    private void beforeWait() throws IOException {
        replies.flush();
        if (reading.isPresent()) {
            if (reading.get().isEndlessWith(0)) {
                throw new Endless();
            }
            patience.keepPace(reading.get().deadline());
        }
        patience.apply(link);
        if (awaitingCommand && !stop.beginWait()) {
            throw new IOException("stopped");
        }
    }

    /** See {@link SmtpSession#stop}. */
    void stop() {
        if (stop.stop()) {
            try {
                // The session's own writer is for the session's thread.
                ReplyWriter last = new ReplyWriter(link.output());
                last.write(Replies.SHUTTING_DOWN);
                last.flush();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the client was gone before it could be told", e);
            }
            link.close();
        }
    }

    /** See {@link SmtpSession#abort}. */
    void abort() {
        stop.stop();
        link.close();
    }

    boolean isStopped() {
        return stop.isStopped();
    }

    /** Whether the client was told by the stopper. */
    boolean isTold() {
        return stop.isTold();
    }

    boolean isOver() {
        return patience.isOver();
    }

    /** Whether the content under way came too slowly. For the session's thread. */
    boolean isTooSlow() {
        return patience.isTooSlow();
    }

    Duration lasted() {
        return patience.lasted();
    }

    /** @param linger wait a moment for the client's end, because input may be unread */
    void close(boolean linger) {
        // The end of an encrypted connection is said too, so that nobody can cut it unseen (RFC 8446 section 6.1).
        if (linger || encrypted) {
            link.finish();
        } else {
            link.close();
        }
    }
}
