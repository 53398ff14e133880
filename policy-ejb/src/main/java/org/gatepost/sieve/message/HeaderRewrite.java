package org.gatepost.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mail.HeaderEdits;

/** A header as the edits so far leave it (RFC 5293), and those edits; what they are of a body is {@link BodyRewrite}'s. Not thread-safe. */
public final class HeaderRewrite {

    /** One change. */
    public sealed interface Edit {

        String name();

        /** @param last below all fields, not above */
        record Added(String name, String value, boolean last) implements Edit {
        }

        record Removed(HeaderField field) implements Edit {
            @Override
            public String name() {
                return field.name();
            }
        }

        /**
         * Another body for a part (RFC 5703 section 5).
         *
         * @param part the way to it; empty for the message itself
         * @param mime whether the text has a MIME header of its own
         */
        record Replaced(List<Integer> part, boolean mime, Optional<String> subject, Optional<String> from, String text) implements Edit {
            public Replaced {
                part = List.copyOf(part);
            }

            @Override
            public String name() {
                return "";
            }
        }

        /** Another message round this one (RFC 5703 section 6). @param headers fields it is to have as well */
        record Enclosed(Optional<String> subject, List<String> headers, String text) implements Edit {
            public Enclosed {
                headers = List.copyOf(headers);
            }

            @Override
            public String name() {
                return "";
            }
        }
    }

    private final List<HeaderField> original;
    private final long headerOctets;
    private final List<HeaderField> now;

    public HeaderRewrite(SieveMessage message) {
        original = message.fields();
        headerOctets = message.headerOctets();
        now = new ArrayList<>(original);
    }

    /** The fields as they are now. */
    public List<HeaderField> fields() {
        return List.copyOf(now);
    }

    /** Adds a field. */
    public void add(String name, String value, boolean last) {
        HeaderField field = new HeaderField(name, " " + folded(value), -1, 0);
        now.add(last ? now.size() : 0, field);
    }

    /** Takes out one of {@link #fields()}. */
    public void remove(HeaderField field) {
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) == field) {
                now.remove(i);
                return;
            }
        }
    }

    /** Line ends within a value begin a folded line; those around it go. */
    private static String folded(String value) {
        return value.strip().replaceAll("[ \\t]*(\\r\\n|\\r|\\n)[ \\t\\r\\n]*", "\r\n\t");
    }

    /** What has to be done to the message as received: fields taken out, then fields added, each in the order they end up in. */
    public List<Edit> edits() {
        List<Edit> edits = new ArrayList<>();
        for (HeaderField field : original) {
            if (now.stream().noneMatch(left -> left == field)) {
                edits.add(new Edit.Removed(field));
            }
        }
        int below = now.size();
        while (below > 0 && isAdded(now.get(below - 1))) {
            below--;
        }
        for (int i = 0; i < now.size(); i++) {
            if (isAdded(now.get(i))) {
                edits.add(new Edit.Added(now.get(i).name(), now.get(i).raw().substring(1), i >= below && below > 0));
            }
        }
        return edits;
    }

    /** The field itself, not one like it. */
    private boolean isAdded(HeaderField field) {
        return original.stream().noneMatch(there -> there == field);
    }

    /** The same as patches of the stored octets. */
    public HeaderEdits patches() {
        return patches(edits(), headerOctets);
    }

    /** A value beyond ASCII goes as encoded words, each on a line (RFC 5293 section 3); any other as it is. */
    private static String written(String value) {
        String words = EncodedWords.of(value);
        return words.equals(value) ? value : EncodedWords.of(value.replaceAll("\\r\\n[ \\t]*", " ")).replace(" ", "\r\n ");
    }

    /** Edits of the header as patches of a message whose header has that many octets. */
    public static HeaderEdits patches(List<Edit> edits, long headerOctets) {
        StringBuilder above = new StringBuilder();
        StringBuilder below = new StringBuilder();
        List<HeaderEdits.Patch> patches = new ArrayList<>();
        for (Edit edit : edits) {
            switch (edit) {
                case Edit.Added(String name, String value, boolean last) -> (last ? below : above).append(name).append(": ").append(written(value)).append("\r\n");
                // A field that policy adds is no part of the content, and stays.
                case Edit.Removed(HeaderField field) when field.at() < 0 -> { }
                case Edit.Removed(HeaderField field) -> patches.add(new HeaderEdits.Patch(field.at(), field.octets(), ""));
                case Edit.Replaced replaced -> { }
                case Edit.Enclosed enclosed -> { }
            }
        }
        if (above.length() > 0) {
            patches.add(0, new HeaderEdits.Patch(0, 0, above.toString()));
        }
        if (below.length() > 0) {
            patches.add(new HeaderEdits.Patch(headerOctets, 0, below.toString()));
        }
        return new HeaderEdits(patches);
    }
}
