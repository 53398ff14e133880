package org.gatepost.sieve.language;

import java.util.List;
import java.util.Optional;

/** A string of a script as it was written: fixed, or put together each time it is used (RFC 5229 section 3). */
public record SieveText(List<Piece> pieces) {

    public static final SieveText EMPTY = new SieveText(List.of());

    public sealed interface Piece {

        /** Text that stands for itself. */
        record Fixed(String text) implements Piece {
        }

        /**
         * A variable's value.
         *
         * @param global of the namespace that included scripts share (RFC 6609 3.4.1)
         * @param name lower case
         */
        record Variable(boolean global, String name) implements Piece {
        }

        /** What the wildcard or group of that number stood for in the last match. */
        record Matched(int number) implements Piece {
        }
    }

    public SieveText {
        pieces = List.copyOf(pieces);
    }

    public static SieveText of(String text) {
        return text.isEmpty() ? EMPTY : new SieveText(List.of(new Piece.Fixed(text)));
    }

    /** The text, where it is the same each time. */
    public Optional<String> constant() {
        if (pieces.isEmpty()) {
            return Optional.of("");
        }
        return pieces.size() == 1 && pieces.get(0) instanceof Piece.Fixed(String text) ? Optional.of(text) : Optional.empty();
    }
}
