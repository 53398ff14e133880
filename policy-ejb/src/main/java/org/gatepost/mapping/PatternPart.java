package org.gatepost.mapping;

import org.gatepost.smtp.protocol.IpRange;

/** A piece of a pattern. */
sealed interface PatternPart {

    /** This text, folded. */
    record Literal(String text) implements PatternPart {
    }

    /** Exactly one character. */
    record One(CharSet set, boolean saved) implements PatternPart {
    }

    /** Any number of characters: as many as possible, or as few where it is lazy. */
    record Many(CharSet set, boolean lazy, boolean saved) implements PatternPart {
    }

    /** The same text, but for its case, as the saved wildcard of this number. */
    record Again(int number) implements PatternPart {
    }

    /** The whole run of an address's characters, where that is an address of this range. */
    record Address(IpRange range, boolean saved) implements PatternPart {
    }

    /** Whether its text can be used as {@code $n}, if there is room for it. */
    default boolean isSaved() {
        return switch (this) {
            case Literal literal -> false;
            case One one -> one.saved();
            case Many many -> many.saved();
            case Again again -> false;
            case Address address -> address.saved();
        };
    }
}
