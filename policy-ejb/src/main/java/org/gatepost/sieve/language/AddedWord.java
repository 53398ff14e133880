package org.gatepost.sieve.language;

import java.util.List;
import java.util.Map;

/**
 * What a word that somebody adds to the language looks like; it belongs to {@link Capability#TESTSUITE}.
 *
 * @param tags allowed ones; {@code true} where a string or number stands behind
 * @param matches whether match type and comparator may be given
 * @param arguments the positional ones
 */
public record AddedWord(String name, Kind kind, Map<String, Boolean> tags, boolean matches, List<Shape> arguments, boolean block) {

    public enum Kind { COMMAND, TEST, BOTH }

    public enum Shape { STRING, STRINGS, NUMBER }

    public AddedWord {
        tags = Map.copyOf(tags);
        arguments = List.copyOf(arguments);
    }
}
