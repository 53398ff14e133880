package org.gatepost.mail;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says how a content becomes 7-bit: bodies of 8-bit octets, long lines or binary get quoted-printable or base 64, containers get a label that says what they
 * hold then (RFC 2045). Signed parts are never touched (RFC 1847 section 2.1). Used once.
 *
 * <p>Header sections are left as they are, whatever octets they hold: no encoding is defined that could be undone there.
 */
public final class SevenBitReader implements MimeWalk.Visitor {

    private static final String UNKNOWN_CHARSET = "Content-Type: text/plain; charset=unknown-8bit\r\n";

    private final List<SevenBitEdits.Edit> edits = new ArrayList<>();
    private boolean touched;
    private Optional<Leaf> leaf = Optional.empty();

    /** A body that may have to be encoded. */
    private record Leaf(long at, String type, boolean signed, boolean encoded, Optional<SevenBitEdits.Field> label, BodyTraits traits) {
    }

    /** It cannot be made 7-bit. */
    public static final class NotConvertible extends Exception {
        private static final long serialVersionUID = 1L;

        NotConvertible(String why) {
            super(why);
        }
    }

    private SevenBitReader() {
    }

    /** Reads the content to its end. Does not close it. */
    public static SevenBitEdits read(InputStream content) throws IOException, NotConvertible {
        SevenBitReader reader = new SevenBitReader();
        try {
            MimeWalk.over(content, reader);
        } catch (MimeWalk.Refused e) {
            throw new NotConvertible(e.getMessage());
        }
        // Labels alone are changed only where a body is: else the content goes as it came.
        reader.edits.sort(Comparator.comparingLong(SevenBitEdits.Edit::at));
        return new SevenBitEdits(reader.touched ? reader.edits : List.of());
    }

    @Override
    public void part(MimeSection section) {
        if (section.kind() != MimeSection.Kind.LEAF) {
            relabel(section);
            return;
        }
        boolean mayBeEncoded = section.isPlain() && !section.type().equals("message/partial") && !section.type().startsWith("multipart/");
        leaf = Optional.of(new Leaf(section.place().bodyAt(), section.type(), section.signed(), !mayBeEncoded, Optional.of(label(section)), new BodyTraits()));
    }

    /** Nobody can say how octets are encoded that belong to no part. */
    @Override
    public void ignored(long at, boolean signed) {
        leaf = Optional.of(new Leaf(at, "", signed, true, Optional.empty(), new BodyTraits()));
    }

    @Override
    public void octet(int octet) {
        leaf.orElseThrow().traits().take(octet);
    }

    /** Where the encoding of this part is said: in the place of the field, or at the end of the header section. */
    private static SevenBitEdits.Field label(MimeSection section) {
        Optional<MessageHeader.Field> field = section.field("content-transfer-encoding");
        if (field.isPresent()) {
            return new SevenBitEdits.Field(section.place().at() + field.get().at(), field.get().length(), "");
        }
        // RFC 1428 section 3: 8-bit text that came without MIME is given it, and a charset that says that nobody knows.
        String more = section.mime() ? "" : "MIME-Version: 1.0\r\n" + (section.field("content-type").isEmpty() ? UNKNOWN_CHARSET : "");
        return new SevenBitEdits.Field(section.place().emptyLineAt(), 0, more);
    }

    /** What holds nothing but 7-bit says so; within a signature nothing is changed. */
    private void relabel(MimeSection section) {
        Optional<MessageHeader.Field> field = section.field("content-transfer-encoding");
        if (field.isPresent() && !section.encoding().equals("7bit") && !section.signed()) {
            edits.add(new SevenBitEdits.Field(section.place().at() + field.get().at(), field.get().length(), "Content-Transfer-Encoding: 7bit\r\n"));
        }
    }

    @Override
    public void ends(long at, long next) throws MimeWalk.Refused {
        Leaf body = leaf.orElseThrow();
        long end = Math.max(body.at(), at);
        boolean sevenBit = body.traits().isSevenBit();
        if (!sevenBit && (body.signed() || body.encoded())) {
            if (body.traits().hasEightBit() || body.signed() || !body.type().isEmpty()) {
                throw new MimeWalk.Refused(body.signed() ? "a signed part" : "a part that has an encoding already, or must have none");
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
}
