package org.gatepost.smtp.session;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.wire.ChunkReader;
import org.gatepost.smtp.wire.DotReader;
import org.gatepost.smtp.wire.Line;
import org.gatepost.smtp.wire.LineReader;
import org.gatepost.smtp.wire.OctetInput;
import org.gatepost.smtp.wire.ReplyWriter;

/**
 * Listening and speaking on one link: commands, content, replies, and how long to wait for them. For the session's thread; only {@link #stop},
 * {@link #abort} and {@link #isOver} are for others.
 */
final class Conversation {

    private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

    private final Link link;
    private final OctetInput input;
    private final LineReader lines;
    private final ReplyWriter replies;
    private final Patience patience;
    private final StopSignal stop = new StopSignal();
    private boolean awaitingCommand;

    Conversation(Link link, InstantSource steadyClock) {
        this.link = link;
        this.input = new OctetInput(link.input(), this::beforeWait);
        this.lines = new LineReader(input, Extension.commandLineOctetsMax());
        this.replies = new ReplyWriter(link.output());
        this.patience = new Patience(steadyClock, SessionLimits.DEFAULT);
    }

    /** The next command line, or empty where somebody stopped the session and told the client: the line is not to be executed. */
    Optional<Line> listen(SessionLimits limits) throws IOException {
        patience.forCommand(limits);
        awaitingCommand = true;
        Line line = lines.read();
        awaitingCommand = false;
        return stop.endWait() ? Optional.of(line) : Optional.empty();
    }

    /** Reads what follows DATA. False where the client closed before its end. */
    boolean readData(IncomingContent content, SessionLimits limits) throws IOException {
        beginContent(limits);
        boolean complete = DotReader.read(input, content.lines());
        input.expectCommands();
        return complete;
    }

    /** Reads a chunk. False where the client closed before its end. */
    boolean readChunk(Command.Chunk chunk, IncomingContent content, SessionLimits limits) throws IOException {
        beginContent(limits);
        boolean complete = ChunkReader.read(input, chunk.octets(), chunk.last(), content.lines());
        input.expectCommands();
        return complete;
    }

    /** Reads a chunk nobody wants. False where the client closed before its end. */
    boolean skipChunk(Command.Chunk chunk, SessionLimits limits) throws IOException {
        beginContent(limits);
        boolean complete = ChunkReader.skip(input, chunk.octets());
        input.expectCommands();
        return complete;
    }

    private void beginContent(SessionLimits limits) {
        input.expectContent();
        patience.forContent(limits);
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

    /** The last reply; it leaves now. */
    void sayLast(Reply reply) throws IOException {
        replies.write(reply);
        replies.flush();
    }

    private void beforeWait() throws IOException {
        replies.flush();
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

    Duration lasted() {
        return patience.lasted();
    }

    /** @param linger wait a moment for the client's end, because input may be unread */
    void close(boolean linger) {
        if (linger) {
            link.finish();
        } else {
            link.close();
        }
    }
}
