package org.gatepost.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Walks once through a content's MIME structure (RFC 2045, 2046) and tells a visitor which part stands where, octet for octet. What is encoded is not looked
 * into. Used once, by one thread.
 */
public final class MimeWalk {

    /** Parts looked at. */
    public static final int PARTS_MAX = 1_000;
    /** Header section of one part. */
    static final int HEADER_OCTETS_MAX = 256 << 10;
    static final int DEPTH_MAX = 50;

    private static final int DELIMITER_OCTETS_MAX = 80;
    private static final int READ_OCTETS = 8192;

    private final Visitor visitor;
    private final Deque<Container> containers = new ArrayDeque<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    /** The beginning of the line being read; the longest delimiter, of 70 characters, has room. */
    private final byte[] line = new byte[DELIMITER_OCTETS_MAX];
    private int lineOctets;
    private long lineAt;
    private long position;
    private long delimiterAt;
    private long headerAt;
    private int within;
    private boolean inHeader = true;
    private boolean inBody;
    private int parts = 1;
    private int signedDepth;
    private int lastOctet;
    private int endingOctets;

    /** A multipart whose delimiters are looked for. */
    private record Container(String delimiter, int part, boolean signed, boolean digest) {
    }

    /** Who is told. */
    public interface Visitor {

        /** Of a leaf, its body follows; of others, what they hold. */
        void part(MimeSection section) throws Refused;

        /** Whether a message that says nothing of MIME-Version is taken apart all the same, as many programs do that show it. */
        default boolean takesUndeclared() {
            return false;
        }

        /** The last delimiter of a multipart stood here: none of its parts follows. */
        default void closes(int multipart) {
        }

        /** Octets follow that belong to no part: before the first delimiter of a multipart, or behind its last. */
        void ignored(long at, boolean signed);

        /** An octet of a leaf's body, or of what is ignored; that of the line end before a delimiter, too. */
        void octet(int octet);

        /**
         * What was begun last has ended before this place.
         *
         * @param next where the line stands that ends it; the line end between is that line's
         */
        void ends(long at, long next) throws Refused;
    }

    /** The visitor wants no more, or there is more than is looked at. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String why) {
            super(why);
        }
    }

    private MimeWalk(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Reads the content to its end. Does not close it. */
    public static void over(InputStream content, Visitor visitor) throws IOException, Refused {
        MimeWalk walk = new MimeWalk(visitor);
        byte[] buffer = new byte[READ_OCTETS];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            for (int i = 0; i < read; i++) {
                walk.take(buffer[i] & 0xff);
            }
        }
        walk.end();
    }

    private void take(int octet) throws Refused {
        if (inHeader) {
            if (header.size() == HEADER_OCTETS_MAX) {
                throw new Refused("a header section of more than " + HEADER_OCTETS_MAX + " octets");
            }
            header.write(octet);
        } else if (inBody) {
            visitor.octet(octet);
        }
        if (lineOctets < line.length) {
            line[lineOctets] = (byte) octet;
        }
        lineOctets++;
        position++;
        if (octet == '\n') {
            endOfLine(lastOctet == '\r' ? 2 : 1);
        }
        lastOctet = octet;
    }

    private void endOfLine(int ending) throws Refused {
        boolean delimiter = lineOctets > 2 && line[0] == '-' && line[1] == '-' && delimiter(ending);
        if (!delimiter && inHeader && lineOctets == ending) {
            headerEnds();
        }
        endingOctets = ending;
        lineOctets = 0;
        lineAt = position;
    }

    /**
     * RFC 2046 section 5.1.1: that a line begins with the boundary is enough; what is behind it, and behind white space or two hyphens, is nobody's. A delimiter of an outer multipart ends all
     * within.
     */
    private boolean delimiter(int ending) throws Refused {
        String text = new String(line, 0, Math.min(lineOctets - ending, line.length), StandardCharsets.ISO_8859_1);
        for (Container container : containers) {
            String behind = text.startsWith(container.delimiter()) ? text.substring(container.delimiter().length()) : "no";
            boolean closes = behind.startsWith("--");
            if (closes || behind.isEmpty() || Character.isWhitespace(behind.charAt(0))) {
                bodyEnds(Math.max(0, lineAt - endingOctets), lineAt);
                while (containers.peek() != container) {
                    dropped(containers.pop());
                }
                if (closes) {
                    visitor.closes(container.part());
                    dropped(containers.pop());
                    ignored();
                } else {
                    begin(lineAt, container.part());
                }
                return true;
            }
        }
        return false;
    }

    private void dropped(Container container) {
        signedDepth -= container.signed() ? 1 : 0;
    }

    private void begin(long delimiter, int multipart) throws Refused {
        if (++parts > PARTS_MAX) {
            throw new Refused("more than " + PARTS_MAX + " parts");
        }
        inHeader = true;
        inBody = false;
        delimiterAt = delimiter;
        headerAt = position;
        within = multipart;
        header.reset();
    }

    private void ignored() {
        inHeader = false;
        inBody = true;
        visitor.ignored(position, signedDepth > 0);
    }

    private void bodyEnds(long at, long next) throws Refused {
        if (inBody) {
            inBody = false;
            visitor.ends(at, next);
        }
    }

    private void headerEnds() throws Refused {
        MessageHeader fields = MessageHeader.of(header.toByteArray());
        // RFC 2046 section 5.1.5: a part of it, not the message such a part is.
        boolean inDigest = within != 0 && containers.peek().digest();
        boolean top = parts == 1;
        String contentType = fields.all("content-type").stream().findFirst().map(MessageHeader.Field::value).orElse(inDigest ? "message/rfc822" : "text/plain");
        String type = MimeSection.type(contentType);
        boolean declared = !top || !fields.all("mime-version").isEmpty();
        boolean mime = declared || visitor.takesUndeclared();
        Optional<String> boundary = mime && type.startsWith("multipart/") ? MimeSection.boundary(contentType) : Optional.empty();
        MimeSection leaf = new MimeSection(parts, within, new MimeSection.Place(delimiterAt, headerAt, lineAt, position), fields, type, declared, signedDepth > 0, MimeSection.Kind.LEAF);
        inHeader = false;
        if (boundary.isPresent() && leaf.isPlain()) {
            visitor.part(leaf.of(MimeSection.Kind.MULTIPART));
            if (containers.size() == DEPTH_MAX) {
                throw new Refused("parts nested deeper than " + DEPTH_MAX);
            }
            boolean signed = type.equals("multipart/signed");
            signedDepth += signed ? 1 : 0;
            containers.push(new Container("--" + boundary.get(), parts, signed, type.equals("multipart/digest")));
            ignored();
        } else if (mime && type.equals("message/rfc822") && leaf.isPlain()) {
            visitor.part(leaf.of(MimeSection.Kind.MESSAGE));
            begin(position, 0);
        } else {
            inBody = true;
            visitor.part(leaf);
        }
    }

    private void end() throws Refused {
        boolean delimiter = lineOctets > 2 && line[0] == '-' && line[1] == '-' && delimiter(0);
        if (!delimiter && !inHeader) {
            bodyEnds(position, position);
        }
    }
}
