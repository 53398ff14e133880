package org.gatepost.channel;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One keyword: how many arguments it takes and what it changes.
 *
 * @param argumentsMax it takes as many as follow that are no keywords themselves, up to so many
 * @param effect what becomes of the keywords so far; an {@link IllegalArgumentException} says what is wrong with the arguments
 */
record KeywordRow<K>(int argumentsMin, int argumentsMax, BiFunction<K, List<String>, K> effect) {

    /** A keyword that stands alone. */
    static <K> Map.Entry<String, KeywordRow<K>> word(String name, UnaryOperator<K> effect) {
        return Map.entry(name, new KeywordRow<>(0, 0, (keywords, arguments) -> effect.apply(keywords)));
    }

    /** A keyword with one argument. */
    static <K> Map.Entry<String, KeywordRow<K>> value(String name, BiFunction<K, String, K> effect) {
        return Map.entry(name, new KeywordRow<>(1, 1, (keywords, arguments) -> effect.apply(keywords, arguments.getFirst())));
    }

    /** A keyword with a list of arguments. */
    static <K> Map.Entry<String, KeywordRow<K>> list(String name, int argumentsMax, BiFunction<K, List<String>, K> effect) {
        return Map.entry(name, new KeywordRow<>(1, argumentsMax, effect));
    }
}
