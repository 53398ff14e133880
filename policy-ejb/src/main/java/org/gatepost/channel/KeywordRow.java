package org.gatepost.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
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

    /** The rows of a part, for the keywords that hold it. */
    static <K, P> Map<String, KeywordRow<K>> ofPart(Map<String, KeywordRow<P>> rows, Function<K, P> part, BiFunction<K, P, K> with) {
        Map<String, KeywordRow<K>> lifted = new HashMap<>();
        rows.forEach((name, row) -> lifted.put(name, new KeywordRow<>(row.argumentsMin(), row.argumentsMax(),
                (keywords, arguments) -> with.apply(keywords, row.effect().apply(part.apply(keywords), arguments)))));
        return lifted;
    }

    /** @throws IllegalArgumentException where an argument is no number within these bounds, at most nine digits */
    static int number(String text, int min, int max) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException("not a number from " + min + " to " + max + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
