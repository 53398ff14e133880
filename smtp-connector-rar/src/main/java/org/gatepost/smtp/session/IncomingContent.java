package org.gatepost.smtp.session;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.smtp.spool.SpoolWriter;
import org.gatepost.smtp.wire.ContentFlaw;
import org.gatepost.smtp.wire.ContentLines;
import org.gatepost.smtp.wire.OctetInput;

/**
 * One content on its way in: what is refused already is read on but no longer kept, and not read for ever. It holds one of the contents a port may
 * have, and memory to read with as long as there is some. Closed by whoever made it.
 */
final class IncomingContent implements AutoCloseable {

    /** What is read at least of a content beyond its greatest size before it is given up; else as much again as that size. */
    static final long READ_IN_VAIN_MIN = 1 << 20;

    private static final int BUFFER_OCTETS = OctetInput.LARGE + ContentLines.OUT_OCTETS;

    private final SessionSettings settings;
    private final SessionLimits limits;
    private final SpoolWriter writer;
    private final ContentLines lines;
    private final Instant begun;
    private final boolean roomy;
    private String shortage = "";
    private boolean closed;

    /** How content comes. */
    private enum Form {
        DOTTED, CHUNKS, BINARY_CHUNKS
    }

    private IncomingContent(Form form, SessionSettings settings, SessionLimits limits) {
        this.settings = settings;
        this.limits = limits;
        this.begun = settings.steadyClock().instant();
        this.roomy = settings.spool().budget().takeMemory(BUFFER_OCTETS);
        this.writer = new SpoolWriter(settings.spool());
        int outOctets = roomy ? ContentLines.OUT_OCTETS : ContentLines.OUT_OCTETS_MIN;
        this.lines = switch (form) {
            case DOTTED -> ContentLines.dotted(this::keep, outOctets);
            case CHUNKS -> ContentLines.plain(this::keep, outOctets);
            case BINARY_CHUNKS -> ContentLines.binary(this::keep, outOctets);
        };
    }

    /** Empty where the port has as many contents as it may: 451 4.3.2. */
    static Optional<IncomingContent> afterData(SessionSettings settings, SessionLimits limits) {
        return begin(Form.DOTTED, settings, limits);
    }

    /** The same for BDAT, by what BODY= of MAIL declared. */
    static Optional<IncomingContent> inChunks(BodyType body, SessionSettings settings, SessionLimits limits) {
        return begin(body == BodyType.BINARY_MIME ? Form.BINARY_CHUNKS : Form.CHUNKS, settings, limits);
    }

    private static Optional<IncomingContent> begin(Form form, SessionSettings settings, SessionLimits limits) {
        return settings.load().contents().take(1) ? Optional.of(new IncomingContent(form, settings, limits)) : Optional.empty();
    }

    ContentLines lines() {
        return lines;
    }

    /** Whether there was memory to read it in large pieces. */
    boolean isRoomy() {
        return roomy;
    }

    /** Until when more of it must have come. */
    Instant deadline() {
        return settings.pace().deadline(begun, lines.size());
    }

    /** Whether it would be far beyond its greatest size with so many octets more: it is not worth waiting for its end. */
    boolean isEndlessWith(long octets) {
        return octets > endlessFrom(limits) - lines.size();
    }

    /** Where a content of that greatest size is given up. */
    static long endlessFrom(SessionLimits limits) {
        return limits.messageOctetsMax() + Math.max(limits.messageOctetsMax(), READ_IN_VAIN_MIN);
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
        return shortage.isEmpty() ? Optional.empty() : Optional.of(Replies.INSUFFICIENT_STORAGE);
    }

    /** What was short, where storage was; else empty. */
    String shortage() {
        return shortage;
    }

    /** The content, which now belongs to the caller. */
    MessageContent finish() throws IOException {
        return writer.finish(new ContentTraits(lines.bareLineFeeds(), lines.longestLineOctets(), lines.eightBit()));
    }

    @Override
    public void close() {
        writer.close();
        if (!closed) {
            closed = true;
            settings.load().contents().giveBack(1);
            if (roomy) {
                settings.spool().budget().giveBackMemory(BUFFER_OCTETS);
            }
        }
    }

    private void keep(byte[] octets, int length) {
        if (refusal().isPresent()) {
            writer.close();
            return;
        }
        try {
            if (!writer.write(octets, length)) {
                shortage = "spool octets: " + settings.spool().budget().used() + " held";
            }
        } catch (IOException e) {
            System.getLogger(IncomingContent.class.getName()).log(System.Logger.Level.ERROR, "cannot write to the spool directory", e);
            shortage = "the spool directory cannot be written to";
        }
    }
}
