package org.gatepost.conversion;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.gatepost.mail.MimeSection;
import org.gatepost.mail.MimeWalk;
import org.gatepost.smtp.spool.MessageContent;

/**
 * A part that holds octets, and where it stands in the content.
 *
 * @param end where its body ends
 * @param next where the line stands that ends it
 */
record LocatedPart(MimeSection section, long end, long next) {

    private static final Set<String> ENCODINGS = Set.of("base64", "quoted-printable");

    /** All parts of a message, in order, and how many each multipart has. */
    static Outline of(MessageContent content) throws IOException, MimeWalk.Refused {
        Outline outline = new Outline();
        try (InputStream in = content.open()) {
            MimeWalk.over(in, outline);
        }
        return outline;
    }

    /** Whether its octets can be had. */
    boolean isReadable() {
        return section.isPlain() || ENCODINGS.contains(section.encoding());
    }

    /** Its octets, decoded. */
    InputStream open(MessageContent content) throws IOException {
        InputStream body = new Extent(content.open(), section.place().bodyAt(), end);
        return switch (section.encoding()) {
            case "base64" -> new Base64InputStream(body);
            case "quoted-printable" -> new QuotedPrintableInputStream(body);
            default -> body;
        };
    }

    /** Gathers parts as the walk comes to them. */
    static final class Outline implements MimeWalk.Visitor {
        private final List<MimeSection> sections = new ArrayList<>();
        private final List<LocatedPart> parts = new ArrayList<>();
        private boolean inPart;

        List<LocatedPart> parts() {
            return parts;
        }

        /** Parts of that multipart. */
        long within(int multipart) {
            return sections.stream().filter(section -> section.within() == multipart).count();
        }

        /** A part that is shown is looked at. */
        @Override
        public boolean takesUndeclared() {
            return true;
        }

        @Override
        public void part(MimeSection section) {
            sections.add(section);
            inPart = section.kind() == MimeSection.Kind.LEAF;
        }

        @Override
        public void ignored(long at, boolean signed) {
            inPart = false;
        }

        @Override
        public void octet(int octet) {
            // Read where it is wanted.
        }

        @Override
        public void ends(long at, long next) {
            if (inPart) {
                MimeSection section = sections.getLast();
                parts.add(new LocatedPart(section, Math.max(section.place().bodyAt(), at), next));
            }
        }
    }
}
