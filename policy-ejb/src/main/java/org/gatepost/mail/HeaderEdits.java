package org.gatepost.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * The declared changes to a message, mostly to its header: at which octet of the content as received, how many octets are left out and what is put there
 * instead.
 * They are applied on the way out; the stored content is never changed.
 *
 * @param patches in order of their place, not overlapping
 */
public record HeaderEdits(List<Patch> patches) {

    public static final HeaderEdits NONE = new HeaderEdits(List.of());

    /**
     * One change.
     *
     * @param at octets of the content before it
     * @param remove octets left out
     * @param insert text put there, whole lines with CRLF; UTF-8
     * @param octets whether its characters are octets instead: what is no UTF-8
     */
    public record Patch(long at, int remove, String insert, boolean octets) {
        public Patch {
            if (at < 0 || remove < 0) {
                throw new IllegalArgumentException("a patch lies inside the content");
            }
        }

        /** One that puts text there. */
        public Patch(long at, int remove, String insert) {
            this(at, remove, insert, false);
        }

        /** One that puts these octets there, whether they are text or not. */
        public static Patch of(long at, int remove, byte[] octets) {
            try {
                return new Patch(at, remove, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
            } catch (CharacterCodingException e) {
                return new Patch(at, remove, new String(octets, StandardCharsets.ISO_8859_1), true);
            }
        }

        byte[] inserted() {
            return insert.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }

        /** Whether it puts octets there that are not ASCII. */
        private boolean isEightBit() {
            return insert.chars().anyMatch(c -> c > 127);
        }
    }

    public HeaderEdits {
        // What is only put somewhere stands before what is taken out there.
        patches = patches.stream().sorted(Comparator.comparingLong(Patch::at).thenComparing(patch -> patch.remove() > 0)).toList();
        for (int i = 1; i < patches.size(); i++) {
            if (patches.get(i - 1).at() + patches.get(i - 1).remove() > patches.get(i).at()) {
                throw new IllegalArgumentException("patches overlap");
            }
        }
    }

    /** These edits and one more: {@code fields} (whole lines with CRLF) before everything else. */
    public HeaderEdits prepend(String fields) {
        List<Patch> all = new ArrayList<>();
        all.add(new Patch(0, 0, fields));
        all.addAll(patches);
        return new HeaderEdits(all);
    }

    /**
     * These edits and others of the same content: what both put at one place stands in this order, and what these take out already the others need not.
     * Others that take out octets around some that these change are left out.
     */
    public HeaderEdits and(HeaderEdits others) {
        if (others.patches().isEmpty()) {
            return this;
        }
        List<Patch> all = new ArrayList<>(patches);
        for (Patch other : others.patches()) {
            boolean free = patches.stream().noneMatch(own -> own.at() < other.at() + other.remove() && other.at() < own.at() + own.remove());
            boolean inside = patches.stream().anyMatch(own -> own.at() < other.at() && other.at() < own.at() + own.remove());
            if (other.remove() == 0 && !inside || other.remove() > 0 && free) {
                all.add(other);
            }
        }
        return new HeaderEdits(all);
    }

    /** Characters these put in: what they take of memory, about. */
    public long insertedCharacters() {
        long characters = 0;
        for (Patch patch : patches) {
            characters += patch.insert().length();
        }
        return characters;
    }

    /** Whether they take out anything behind a place. */
    public boolean removeFrom(long place) {
        for (Patch patch : patches) {
            if (patch.at() >= place && patch.remove() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether they put octets that are not ASCII behind a place. */
    public boolean areEightBitFrom(long place) {
        for (Patch patch : patches) {
            if (patch.at() >= place && patch.isEightBit()) {
                return true;
            }
        }
        return false;
    }

    /** Size in octets of a content of that size after the edits. */
    public long sizeAfter(long contentOctets) {
        long size = contentOctets;
        for (Patch patch : patches) {
            size += patch.inserted().length - patch.remove();
        }
        return size;
    }

    /** The content with the edits applied, read piece by piece. Closing it closes {@code content}. */
    public InputStream applied(InputStream content) {
        return new EditedOctets(content, this);
    }

    /** Writes the content with the edits applied. Reads {@code content} to its end and closes neither stream. */
    public void apply(InputStream content, OutputStream out) throws IOException {
        applied(content).transferTo(out);
    }

    /** For the queue: a patch a line, place, octets removed and the inserted text in base 64. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Patch patch : patches) {
            text.append(patch.at()).append(' ').append(patch.remove()).append(' ')
                    .append(Base64.getEncoder().encodeToString(patch.inserted())).append('\n');
        }
        return text.toString();
    }

    /** Reads what {@link #toText()} wrote. */
    public static HeaderEdits fromText(String text) {
        return new HeaderEdits(text.lines().map(line -> {
            String[] parts = line.split(" ", -1);
            return Patch.of(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Base64.getDecoder().decode(parts[2]));
        }).toList());
    }
}
