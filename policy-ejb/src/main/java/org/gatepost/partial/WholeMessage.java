package org.gatepost.partial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.gatepost.mail.MessageHeader;
import org.gatepost.smtp.spool.ContentTraits;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.smtp.spool.MessageContent;

/**
 * The message that parts make (RFC 2046 section 5.2.2.1): the header fields of the first part but for those that are the message's own, its own, and what all parts
 * hold, one after the other. Its header section is in memory, the rest is read from the parts each time. Safe for use by several threads as long as the parts are there.
 */
public final class WholeMessage implements MessageContent {

    /** Fields that are taken from what is enclosed, besides those that begin with {@code Content-}. */
    private static final Set<String> ENCLOSED = Set.of("subject", "message-id", "encrypted", "mime-version");

    private final byte[] section;
    private final Bodies bodies;
    private final int enclosedAt;
    private final ContentTraits traits;

    /** Where a part's octets are. */
    @FunctionalInterface
    public interface Octets {
        /** A new stream over all of them, the header section first. */
        InputStream open() throws IOException;
    }

    /**
     * One of the parts.
     *
     * @param bodyAt octets of its header section, with the empty line
     * @param octets behind it
     */
    public record Piece(Octets content, long bodyAt, long octets) {
    }

    private WholeMessage(byte[] section, Bodies bodies, int enclosedAt) throws IOException {
        this.section = section;
        this.bodies = bodies;
        this.enclosedAt = enclosedAt;
        this.traits = read();
    }

    /**
     * Puts them together; reads all once.
     *
     * @param pieces in the order of their numbers
     * @param headerOctetsMax of its header section
     * @return empty where that is greater, or has too many fields
     * @throws IOException where a part cannot be read, or is not as long as it was
     */
    public static Optional<WholeMessage> of(List<Piece> pieces, int headerOctetsMax) throws IOException {
        Bodies bodies = new Bodies(List.copyOf(pieces));
        byte[] outer = outerOf(pieces.getFirst());
        MessageHeader around = MessageHeader.read(new MemoryContent(outer), outer.length + 1);
        // The header section that is enclosed may itself be cut in pieces.
        MessageHeader enclosed = MessageHeader.read(bodies, headerOctetsMax);
        if (enclosed.octets() >= headerOctetsMax || enclosed.fields().size() > MessageHeader.FIELDS_MAX) {
            return Optional.empty();
        }
        byte[] inner;
        try (InputStream in = bodies.open()) {
            inner = in.readNBytes(enclosed.octets());
        }
        Predicate<MessageHeader.Field> own = field -> field.name().startsWith("content-") || ENCLOSED.contains(field.name());
        ByteArrayOutputStream section = new ByteArrayOutputStream();
        copy(around, own.negate(), outer, section);
        copy(enclosed, own, inner, section);
        section.writeBytes(new byte[] {'\r', '\n'});
        return section.size() > headerOctetsMax ? Optional.empty() : Optional.of(new WholeMessage(section.toByteArray(), bodies, enclosed.octets()));
    }

    private static byte[] outerOf(Piece first) throws IOException {
        try (InputStream in = first.content().open()) {
            return in.readNBytes(Math.toIntExact(first.bodyAt()));
        }
    }

    private static void copy(MessageHeader header, Predicate<MessageHeader.Field> which, byte[] from, ByteArrayOutputStream to) {
        for (MessageHeader.Field field : header.fields()) {
            if (which.test(field)) {
                to.write(from, field.at(), field.length());
                if (from[field.at() + field.length() - 1] != '\n') {
                    to.writeBytes(new byte[] {'\r', '\n'});
                }
            }
        }
    }

    private ContentTraits read() throws IOException {
        long octets = 0;
        int longest = 0;
        int length = 0;
        boolean eightBit = false;
        boolean afterReturn = false;
        byte[] buffer = new byte[8192];
        try (InputStream in = open()) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                octets += read;
                for (int i = 0; i < read; i++) {
                    eightBit |= buffer[i] < 0;
                    length = buffer[i] == '\n' ? 0 : length + 1;
                    // The CR of the line's end is none of its octets.
                    longest = Math.max(longest, buffer[i] == '\r' ? length - 1 : length);
                    afterReturn = buffer[i] == '\r';
                }
            }
        }
        if (octets != size()) {
            throw new IOException("the parts are " + octets + " octets, and were " + size());
        }
        return new ContentTraits(0, afterReturn ? Math.max(longest, length) : longest, eightBit);
    }

    @Override
    public long size() {
        return section.length + bodies.size() - enclosedAt;
    }

    @Override
    public InputStream open() {
        return new Joined(List.of(() -> new ByteArrayInputStream(section), () -> behind(bodies.open(), enclosedAt)));
    }

    private static InputStream behind(InputStream in, long octets) throws IOException {
        try {
            in.skipNBytes(octets);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public ContentTraits traits() {
        return traits;
    }

    /** The parts stay where they are. */
    @Override
    public void close() {
    }

    /** What all parts hold, one after the other. */
    private record Bodies(List<Piece> pieces) implements MessageContent {

        @Override
        public long size() {
            return pieces.stream().mapToLong(Piece::octets).sum();
        }

        @Override
        public InputStream open() {
            List<Octets> each = new ArrayList<>();
            pieces.forEach(piece -> each.add(() -> behind(piece.content().open(), piece.bodyAt())));
            return new Joined(each);
        }

        @Override
        public ContentTraits traits() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public void close() {
        }
    }

    /** Streams one after the other, each opened when the one before has ended. For one thread. */
    private static final class Joined extends InputStream {

        private final List<Octets> all;
        private int next;
        private InputStream now = InputStream.nullInputStream();

        Joined(List<Octets> all) {
            this.all = all;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int read = now.read(into, offset, length);
            while (read < 0 && next < all.size()) {
                now.close();
                now = all.get(next++).open();
                read = now.read(into, offset, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            now.close();
            now = InputStream.nullInputStream();
            next = all.size();
        }
    }
}
