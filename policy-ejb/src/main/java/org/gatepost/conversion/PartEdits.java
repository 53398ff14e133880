package org.gatepost.conversion;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mail.MimeSection;

/** Gathers the declared edits of a content whose parts are changed or taken out. For one content and one thread. */
final class PartEdits {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});

    private final List<HeaderEdits.Patch> patches = new ArrayList<>();
    private final Map<Integer, Long> left = new HashMap<>();
    private final LocatedPart.Outline outline;
    private long octets;

    PartEdits(LocatedPart.Outline outline) {
        this.outline = outline;
    }

    HeaderEdits all() {
        return new HeaderEdits(patches);
    }

    /** Octets put into the content. */
    long octets() {
        return octets;
    }

    /** The part with its delimiter. A multipart has a part (RFC 2046 section 5.1.1), and a message a body: where it is the last, empty text stands in its place. */
    void delete(LocatedPart part) {
        int multipart = part.section().within();
        long others = multipart == 0 ? 0 : left.computeIfAbsent(multipart, outline::within) - 1;
        if (others == 0) {
            text(part, "");
        } else {
            left.put(multipart, others);
            long from = part.section().place().delimiterAt();
            patches.add(new HeaderEdits.Patch(from, Math.toIntExact(part.next() - from), ""));
        }
    }

    /** A text of ours in its place; nothing of what it was called or was for stays. */
    void text(LocatedPart part, String text) {
        part.section().fields().all("content-disposition").forEach(field -> without(part, field));
        body(part, text.getBytes(StandardCharsets.UTF_8), Optional.of(TEXT));
    }

    /**
     * Other octets in its place, in base 64.
     *
     * @param type empty: as it was
     */
    void body(LocatedPart part, byte[] made, Optional<String> type) {
        MimeSection section = part.section();
        section.fields().all("content-transfer-encoding").forEach(field -> without(part, field));
        section.fields().all("content-md5").forEach(field -> without(part, field));
        if (type.isPresent()) {
            section.fields().all("content-type").forEach(field -> without(part, field));
        }
        StringBuilder insert = new StringBuilder(section.mime() ? "" : "MIME-Version: 1.0\r\n");
        type.ifPresent(said -> insert.append("Content-Type: ").append(said).append("\r\n"));
        insert.append("Content-Transfer-Encoding: base64\r\n\r\n").append(BASE64.encodeToString(made));
        // The line end before a delimiter is the delimiter's; where none stands, the body needs its own.
        if (part.next() == part.end()) {
            insert.append("\r\n");
        }
        long from = section.place().emptyLineAt();
        octets += insert.length();
        patches.add(new HeaderEdits.Patch(from, Math.toIntExact(part.end() - from), insert.toString()));
    }

    private void without(LocatedPart part, MessageHeader.Field field) {
        patches.add(new HeaderEdits.Patch(part.section().place().at() + field.at(), field.length(), ""));
    }
}
