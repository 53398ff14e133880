package org.gatepost.sieve.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.gatepost.mail.MimeSection;
import org.gatepost.mail.MimeWalk;

/**
 * Where a part stands in the octets of its message (RFC 2046 section 5.1.1): from the first octet of its header to before the line end that belongs to the
 * delimiter behind it.
 *
 * @param at its first octet
 * @param end behind its last one
 */
public record PartPlace(long at, long end) {

    /**
     * Finds the parts of a message, reading it once to its end.
     *
     * @param octets of the content
     * @param structure the parts as scripts see them
     * @return by the way {@link MimePart#way} tells. Those within an encoded part have no place. None has one where the octets do not show the same parts as the structure, so that none is
     *     taken for another
     */
    static Map<List<Integer>, PartPlace> all(InputStream content, long octets, MimePart structure) throws IOException {
        Places places = new Places();
        try {
            MimeWalk.over(content, places);
        } catch (MimeWalk.Refused beyond) {
            return Map.of();
        }
        return places.under(structure, octets);
    }

    /** A part that is being read, or was. */
    private static final class Found {
        private final List<Integer> way;
        private final MimeSection section;
        private final List<Found> children = new ArrayList<>();
        private long end = -1;

        Found(List<Integer> way, MimeSection section) {
            this.way = way;
            this.section = section;
        }

        /** Whether a script sees the same in it. What holds nothing here may be encoded: then it holds something there. */
        boolean isLike(MimePart part) {
            if (section.kind() == MimeSection.Kind.LEAF) {
                return true;
            }
            boolean alike = children.size() == part.children().size();
            for (int i = 0; alike && i < children.size(); i++) {
                alike = children.get(i).isLike(part.children().get(i));
            }
            return alike;
        }

        void into(Map<List<Integer>, PartPlace> places) {
            places.put(way, new PartPlace(section.place().at(), Math.max(section.place().at(), end)));
            children.forEach(child -> child.into(places));
        }
    }

    /** Gathers them. For one walk. */
    private static final class Places implements MimeWalk.Visitor {
        private final Map<Integer, Found> byNumber = new HashMap<>();
        /** The parts that what is read stands within, the innermost first. */
        private final Deque<Found> open = new ArrayDeque<>();
        private long ended;

        @Override
        public boolean takesUndeclared() {
            return true;
        }

        @Override
        public void part(MimeSection section) {
            // A message within a part follows it at once.
            Found parent = section.within() == 0 ? open.peek() : byNumber.get(section.within());
            leave(parent);
            List<Integer> way = new ArrayList<>();
            if (parent != null) {
                way.addAll(parent.way);
                way.add(parent.children.size());
            }
            Found part = new Found(List.copyOf(way), section);
            if (parent != null) {
                parent.children.add(part);
            }
            byNumber.put(section.number(), part);
            open.push(part);
        }

        private void leave(Found within) {
            while (open.peek() != within) {
                open.pop().end = ended;
            }
        }

        @Override
        public void closes(int multipart) {
            leave(byNumber.get(multipart));
        }

        @Override
        public void ignored(long at, boolean signed) {
            // Of the multipart round it.
        }

        @Override
        public void octet(int octet) {
            // Nobody's affair here.
        }

        @Override
        public void ends(long at, long next) {
            ended = at;
        }

        Map<List<Integer>, PartPlace> under(MimePart structure, long octets) {
            Map<List<Integer>, PartPlace> places = new HashMap<>();
            open.forEach(part -> part.end = octets);
            Found root = byNumber.get(1);
            if (root != null && root.isLike(structure)) {
                root.into(places);
            }
            return places;
        }
    }
}
