package org.gatepost.mapping;

/** What a table says to a probe. */
public sealed interface MappingAnswer {

    /**
     * An entry matched.
     *
     * @param output the text of the last that did
     * @param flags all that those have set which matched
     */
    record Mapped(String output, Flags flags) implements MappingAnswer {
    }

    /** No entry matched, or there is no such table. */
    record NoMatch() implements MappingAnswer {
    }

    /** Nobody can tell: something could not be asked, or a limit was reached. Never a yes and never a no for good. */
    record Unavailable(String why) implements MappingAnswer {
    }
}
