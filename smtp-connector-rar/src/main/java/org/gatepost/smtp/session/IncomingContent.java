package org.gatepost.smtp.session;

import java.io.IOException;
import java.util.Optional;

import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.gatepost.smtp.spool.SpoolWriter;
import org.gatepost.smtp.wire.ContentFlaw;
import org.gatepost.smtp.wire.ContentLines;

/** One content on its way in: what is refused already is read on but no longer kept. Closed by whoever made it. */
final class IncomingContent implements AutoCloseable {

    private final SessionLimits limits;
    private final SpoolWriter writer;
    private final ContentLines lines;
    private boolean storageFull;

    private IncomingContent(boolean dotted, SpoolDirectory spool, SessionLimits limits) {
        this.limits = limits;
        this.writer = new SpoolWriter(spool);
        this.lines = dotted ? ContentLines.dotted(this::keep) : ContentLines.plain(this::keep);
    }

    static IncomingContent afterData(SpoolDirectory spool, SessionLimits limits) {
        return new IncomingContent(true, spool, limits);
    }

    static IncomingContent inChunks(SpoolDirectory spool, SessionLimits limits) {
        return new IncomingContent(false, spool, limits);
    }

    ContentLines lines() {
        return lines;
    }

    /** Whether it holds what could smuggle another message: refused, and the connection is not to be trusted further. */
    boolean isFlawed() {
        return lines.flaw() != ContentFlaw.NONE;
    }

    /** Why it cannot be taken, where it cannot; asked after each chunk and at the end. */
    Optional<Reply> refusal() {
        if (isFlawed() || limits.bareLineFeed() == BareLineFeed.REJECT && lines.bareLineFeeds() > 0) {
            return Optional.of(Replies.BAD_LINE_ENDING);
        }
        if (lines.size() > limits.messageOctetsMax()) {
            return Optional.of(Replies.MESSAGE_TOO_LARGE);
        }
        if (lines.headerOctets() > limits.headerOctetsMax()) {
            return Optional.of(Replies.HEADER_TOO_LARGE);
        }
        if (lines.longestLineOctets() > limits.textLineOctetsMax()) {
            return Optional.of(Replies.LINE_OF_CONTENT_TOO_LONG);
        }
        return storageFull ? Optional.of(Replies.INSUFFICIENT_STORAGE) : Optional.empty();
    }

    /** The content, which now belongs to the caller. */
    MessageContent finish() throws IOException {
        return writer.finish(new ContentTraits(lines.bareLineFeeds(), lines.longestLineOctets(), lines.eightBit()));
    }

    @Override
    public void close() {
        writer.close();
    }

    private void keep(byte[] octets, int length) {
        if (refusal().isPresent()) {
            writer.close();
            return;
        }
        try {
            storageFull = !writer.write(octets, length);
        } catch (IOException e) {
            System.getLogger(IncomingContent.class.getName()).log(System.Logger.Level.ERROR, "cannot write to the spool directory", e);
            storageFull = true;
        }
    }
}
