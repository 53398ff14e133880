package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;

/**
 * One part of a message.
 *
 * @param fields its header
 * @param type what it holds
 * @param content decoded octets of a part that is no container; empty where its transfer encoding is not known
 * @param prologue before the first part of a multipart
 * @param epilogue behind the last
 * @param children the parts of a multipart, or the message of a message/rfc822
 */
public record MimePart(List<HeaderField> fields, MediaType type, Content content, String prologue, String epilogue, List<MimePart> children) {

    /** Octets that nobody changes. */
    public static final class Content {
        static final Content NONE = new Content(new byte[0]);
        private final byte[] octets;

        Content(byte[] octets) {
            this.octets = octets;
        }

        public int length() {
            return octets.length;
        }

        String text(String charset) {
            return HeaderField.text(octets, charset);
        }
    }

    public MimePart {
        fields = List.copyOf(fields);
        children = List.copyOf(children);
    }

    public boolean isContainer() {
        return type.isMultipart() || type.is("message", "rfc822") || type.is("message", "global");
    }

    /** This part and all within it, each before what it holds. */
    public List<MimePart> all() {
        List<MimePart> all = new ArrayList<>();
        collect(all);
        return all;
    }

    /** The way from the message to one of its parts: which child of which child. */
    public static List<Integer> way(MimePart from, MimePart to) {
        List<Integer> way = new ArrayList<>();
        return find(from, to, way) ? way : List.of();
    }

    private static boolean find(MimePart from, MimePart to, List<Integer> way) {
        if (from == to) {
            return true;
        }
        for (int i = 0; i < from.children.size(); i++) {
            way.add(i);
            if (find(from.children.get(i), to, way)) {
                return true;
            }
            way.remove(way.size() - 1);
        }
        return false;
    }

    private void collect(List<MimePart> into) {
        into.add(this);
        children.forEach(child -> child.collect(into));
    }

    /** The content as text. */
    public String text() {
        return content.text(type.parameter("charset").orElse(""));
    }

    /** The header as it is written. */
    public String headerText() {
        StringBuilder text = new StringBuilder();
        fields.forEach(field -> text.append(field.name()).append(':').append(field.raw()).append("\r\n"));
        return text.toString();
    }
}
