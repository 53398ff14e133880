package org.gatepost.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a content's MIME structure (RFC 2045, 2046) and says how it becomes 7-bit: bodies of 8-bit octets, long lines or binary get quoted-printable or
 * base 64, containers get a label that says what they hold then. Signed parts are never touched (RFC 1847 section 2.1). Used once.
 *
 * <p>Header sections are left as they are, whatever octets they hold: no encoding is defined that could be undone there.
 */
public final class SevenBitReader {

    /** Parts looked at; a content of more is not converted. */
    public static final int PARTS_MAX = 1_000;
    /** Header section of one part. */
    static final int HEADER_OCTETS_MAX = 256 << 10;
    static final int DEPTH_MAX = 50;

    private static final int DELIMITER_OCTETS_MAX = 80;
    private static final Pattern TYPE = Pattern.compile("\\s*([!-~&&[^()<>@,;:\\\\\"/\\[\\]?=]]+/[!-~&&[^()<>@,;:\\\\\"/\\[\\]?=]]+).*");
    private static final Pattern BOUNDARY = Pattern.compile("(?i);\\s*boundary\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s;\"()]+))");
    private static final String UNKNOWN_CHARSET = "Content-Type: text/plain; charset=unknown-8bit\r\n";

    private final List<SevenBitEdits.Edit> edits = new ArrayList<>();
    private final Deque<Container> containers = new ArrayDeque<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    /** The beginning of the line being read. */
    private final byte[] line = new byte[DELIMITER_OCTETS_MAX];
    private int lineOctets;
    private long lineAt;
    private long position;
    private long headerAt;
    private boolean inHeader = true;
    private int parts = 1;
    private int signedDepth;
    private int lastOctet;
    private int endingOctets;
    private boolean touched;
    private Optional<Leaf> leaf = Optional.empty();

    /** A multipart whose delimiters are looked for. */
    private record Container(String delimiter, boolean signed, boolean digest) {
    }

    /** A body that may have to be encoded. */
    private record Leaf(long at, String type, boolean signed, boolean encoded, Optional<SevenBitEdits.Field> label, BodyTraits traits) {
    }

    /** It cannot be made 7-bit. */
    public static final class NotConvertible extends Exception {
        NotConvertible(String why) {
            super(why);
        }
    }

    private SevenBitReader() {
    }

    /** Reads the content to its end. Does not close it. */
    public static SevenBitEdits read(InputStream content) throws IOException, NotConvertible {
        SevenBitReader reader = new SevenBitReader();
        byte[] buffer = new byte[8192];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            for (int i = 0; i < read; i++) {
                reader.take(buffer[i] & 0xff);
            }
        }
        return reader.end();
    }

    private void take(int octet) throws NotConvertible {
        if (inHeader) {
            if (header.size() == HEADER_OCTETS_MAX) {
                throw new NotConvertible("a header section of more than " + HEADER_OCTETS_MAX + " octets");
            }
            header.write(octet);
        } else {
            leaf.ifPresent(body -> body.traits().take(octet));
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

    private void endOfLine(int ending) throws NotConvertible {
        boolean delimiter = lineOctets <= line.length && lineOctets > 2 && line[0] == '-' && line[1] == '-' && delimiter(ending);
        if (!delimiter && inHeader && lineOctets == ending) {
            headerEnds();
        }
        endingOctets = ending;
        lineOctets = 0;
        lineAt = position;
    }

    /** RFC 2046 section 5.1.1. A delimiter of an outer multipart ends all within. */
    private boolean delimiter(int ending) throws NotConvertible {
        String text = new String(line, 0, lineOctets - ending, StandardCharsets.ISO_8859_1).stripTrailing();
        for (Container container : containers) {
            boolean closes = text.equals(container.delimiter() + "--");
            if (closes || text.equals(container.delimiter())) {
                bodyEnds(Math.max(0, lineAt - endingOctets));
                while (containers.peek() != container) {
                    dropped(containers.pop());
                }
                if (closes) {
                    dropped(containers.pop());
                    ignored();
                } else {
                    begin(position);
                }
                return true;
            }
        }
        return false;
    }

    private void dropped(Container container) {
        signedDepth -= container.signed() ? 1 : 0;
    }

    private void begin(long at) throws NotConvertible {
        if (++parts > PARTS_MAX) {
            throw new NotConvertible("more than " + PARTS_MAX + " parts");
        }
        inHeader = true;
        headerAt = at;
        header.reset();
        leaf = Optional.empty();
    }

    /** Preamble or epilogue: nobody can say how such octets are encoded. */
    private void ignored() {
        inHeader = false;
        leaf = Optional.of(new Leaf(position, "", signedDepth > 0, true, Optional.empty(), new BodyTraits()));
    }

    private void headerEnds() throws NotConvertible {
        MessageHeader fields = MessageHeader.of(header.toByteArray());
        boolean inDigest = !containers.isEmpty() && containers.peek().digest();
        boolean top = parts == 1;
        String contentType = fields.all("content-type").stream().findFirst().map(MessageHeader.Field::value).orElse(inDigest ? "message/rfc822" : "text/plain");
        Matcher matcher = TYPE.matcher(contentType);
        String type = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "text/plain";
        Optional<MessageHeader.Field> encodingField = fields.all("content-transfer-encoding").stream().findFirst();
        String encoding = encodingField.map(field -> field.value().toLowerCase(Locale.ROOT)).orElse("7bit");
        boolean identity = List.of("7bit", "8bit", "binary").contains(encoding);
        boolean mime = !top || !fields.all("mime-version").isEmpty();
        inHeader = false;
        Optional<String> boundary = mime && type.startsWith("multipart/") ? boundary(contentType) : Optional.empty();
        if (boundary.isPresent() && identity) {
            relabel(encodingField, encoding);
            if (containers.size() == DEPTH_MAX) {
                throw new NotConvertible("parts nested deeper than " + DEPTH_MAX);
            }
            boolean signed = type.equals("multipart/signed");
            signedDepth += signed ? 1 : 0;
            containers.push(new Container("--" + boundary.get(), signed, type.equals("multipart/digest")));
            ignored();
        } else if (mime && type.equals("message/rfc822") && identity) {
            relabel(encodingField, encoding);
            begin(position);
        } else {
            boolean mayBeEncoded = identity && !type.equals("message/partial") && !type.startsWith("multipart/");
            leaf = Optional.of(new Leaf(position, type, signedDepth > 0, !mayBeEncoded, Optional.of(label(encodingField, mime, fields)), new BodyTraits()));
        }
    }

    private static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1).replaceAll("\\\\(.)", "$1");
        return Optional.of(boundary.stripTrailing()).filter(text -> !text.isEmpty() && text.length() <= 70);
    }

    /** Where the encoding of this part is said: in the place of the field, or at the end of the header section. */
    private SevenBitEdits.Field label(Optional<MessageHeader.Field> field, boolean mime, MessageHeader fields) {
        if (field.isPresent()) {
            return new SevenBitEdits.Field(headerAt + field.get().at(), field.get().length(), "");
        }
        // RFC 1428 section 3: 8-bit text that came without MIME is given it, and a charset that says that nobody knows.
        String more = mime ? "" : "MIME-Version: 1.0\r\n" + (fields.all("content-type").isEmpty() ? UNKNOWN_CHARSET : "");
        return new SevenBitEdits.Field(lineAt, 0, more);
    }

    /** What holds nothing but 7-bit says so; within a signature nothing is changed. */
    private void relabel(Optional<MessageHeader.Field> field, String encoding) {
        if (field.isPresent() && !encoding.equals("7bit") && signedDepth == 0) {
            edits.add(new SevenBitEdits.Field(headerAt + field.get().at(), field.get().length(), "Content-Transfer-Encoding: 7bit\r\n"));
        }
    }

    private void bodyEnds(long delimiterAt) throws NotConvertible {
        if (leaf.isEmpty()) {
            return;
        }
        Leaf body = leaf.get();
        long end = Math.max(body.at(), delimiterAt);
        boolean sevenBit = body.traits().isSevenBit();
        if (!sevenBit && (body.signed() || body.encoded())) {
            if (body.traits().hasEightBit() || body.signed() || !body.type().isEmpty()) {
                throw new NotConvertible(body.signed() ? "a signed part" : "a part that has an encoding already, or must have none");
            }
        } else if (!sevenBit) {
            touched = true;
            SevenBitEdits.Encoding encoding = body.traits().encoding(body.type());
            SevenBitEdits.Field place = body.label().orElseThrow();
            edits.add(new SevenBitEdits.Field(place.at(), place.remove(), place.insert() + "Content-Transfer-Encoding: " + encoding.keyword() + "\r\n"));
            if (end > body.at()) {
                edits.add(new SevenBitEdits.Body(body.at(), end, encoding));
            }
        }
        leaf = Optional.empty();
    }

    private SevenBitEdits end() throws NotConvertible {
        boolean delimiter = lineOctets > 2 && lineOctets <= line.length && line[0] == '-' && line[1] == '-' && delimiter(0);
        if (!delimiter && !inHeader) {
            bodyEnds(position);
        }
        // Labels alone are changed only where a body is: else the content goes as it came.
        edits.sort(Comparator.comparingLong(SevenBitEdits.Edit::at));
        return new SevenBitEdits(touched ? edits : List.of());
    }
}
