package org.gatepost.sieve.language;

import java.util.List;

/**
 * A command or test as grammar alone sees it (RFC 5228 section 8.2).
 *
 * @param name lower case
 * @param block the commands in braces; empty, too, where there are no braces
 */
record Phrase(String name, Position at, List<Argument> arguments, List<Phrase> tests, boolean testList, boolean hasBlock, List<Phrase> block) {

    sealed interface Argument {

        Position at();

        /** How a message calls it. */
        String spoken();

        /** @param name without the colon, lower case */
        record Tag(String name, Position at) implements Argument {
            @Override
            public String spoken() {
                return "a tag";
            }
        }

        record Number(long value, Position at) implements Argument {
            @Override
            public String spoken() {
                return "a number";
            }
        }

        /** @param list in brackets, even where it is one string */
        record Strings(List<Item> items, boolean list, Position at) implements Argument {
            @Override
            public String spoken() {
                return list ? "a string list" : "a string";
            }
        }
    }

    record Item(String text, Position at) {
    }
}
