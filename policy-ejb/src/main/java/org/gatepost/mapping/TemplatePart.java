package org.gatepost.mapping;

import java.util.List;

/** A piece of a template. */
sealed interface TemplatePart {

    record Text(String text) implements TemplatePart {
    }

    /** The text of a saved wildcard. */
    record Saved(int number) implements TemplatePart {
    }

    record Style(Output.Style style) implements TemplatePart {
    }

    record SetFlag(char name) implements TemplatePart {
    }

    /** Where the scan goes on after this entry. */
    record GoOn(Way way) implements TemplatePart {
    }

    /** {@code $C}, {@code $L}, {@code $R} and {@code $E}. */
    enum Way { NEXT, NEXT_AND_ROUND, FIRST, END }

    /** The entry matches so many times in a hundred. */
    record Chance(int percent) implements TemplatePart {
    }

    /** The entry matches only if this input flag is set, or is not. */
    record OnlyIf(char flag, boolean set) implements TemplatePart {
    }

    /** The answer of another table, which must set the flag Y. */
    record Nested(String table, List<TemplatePart> argument) implements TemplatePart {
    }

    record Call(String library, String routine, List<TemplatePart> argument) implements TemplatePart {
    }

    record Url(List<TemplatePart> url) implements TemplatePart {
    }

    record General(List<TemplatePart> key) implements TemplatePart {
    }

    record DomainAttribute(List<TemplatePart> argument) implements TemplatePart {
    }

    /**
     * The next number of a sequence.
     *
     * @param radix 2 to 36
     * @param width at least so many digits
     * @param modulus the number is taken modulo this; 0 for not at all
     */
    record Sequence(String name, int radix, int width, long modulus) implements TemplatePart {
    }
}
