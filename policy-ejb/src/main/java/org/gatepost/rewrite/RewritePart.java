package org.gatepost.rewrite;

import java.util.List;

import org.gatepost.mapping.Output;

/** A piece of a rule's template. */
sealed interface RewritePart {

    record Text(String text) implements RewritePart {
    }

    record Style(Output.Style style) implements RewritePart {
    }

    /** {@code %} or {@code @}, which part user, host and route. */
    record Separator(char separator) implements RewritePart {
    }

    /**
     * A part of the address or of how it fits the pattern.
     *
     * @param kind one of {@code U D H L A X & ! * #}
     * @param number which, from 0; -1 for all
     */
    record Part(char kind, int number) implements RewritePart {
    }

    /** A text that nobody else has. */
    record Unique() implements RewritePart {
    }

    record General(List<RewritePart> key) implements RewritePart {
    }

    /** The answer of a mapping table, which must set the flag Y. */
    record Mapping(String table, List<RewritePart> argument) implements RewritePart {
    }

    record Url(List<RewritePart> url) implements RewritePart {
    }

    record Call(String library, String routine, List<RewritePart> argument) implements RewritePart {
    }

    /** The rule is for addresses in this direction or location alone. */
    record OnlyIn(Condition condition) implements RewritePart {
    }

    /** What {@code $E $B $F $R} ask. */
    enum Condition { ENVELOPE, HEADER, FORWARD, BACKWARD }

    /** One of the places the host may stand in; all those named are alternatives. */
    record At(AddressInHand.Place place) implements RewritePart {
    }

    /**
     * What channel it must be, or must not.
     *
     * @param source whether it is about the channel that is rewriting, and not about the destination
     */
    record Channel(boolean source, boolean wanted, String name) implements RewritePart {
    }

    /** Whether the rewriting channel must be the one that reprocesses. */
    record Reprocessing(boolean wanted) implements RewritePart {
    }

    /** What was asked of channels before is decided now: where it fails, the rest of the template is not used. */
    record DecideChannels() implements RewritePart {
    }

    /** Whether a domain must be local. */
    record Local(boolean wanted, List<RewritePart> domain) implements RewritePart {
    }

    /** What is said where no channel takes the address in the end. */
    record ErrorText(String text) implements RewritePart {
    }

    /** From here on only rules with this tag are used. */
    record Tag(String tag) implements RewritePart {
    }
}
