package org.gatepost.sieve.language;

import java.util.List;
import java.util.Map;

/**
 * A command or test that somebody added to the language.
 *
 * @param tags each with what stands behind it: nothing, or one text; a number as text
 * @param numbers positional numbers
 * @param strings positional strings, a list for each
 */
public record AddedPhrase(String name, MatchRule rule, Map<String, List<SieveText>> tags, List<Long> numbers, List<List<SieveText>> strings,
        List<SieveCommand> block) {

    public AddedPhrase {
        tags = Map.copyOf(tags);
        numbers = List.copyOf(numbers);
        strings = strings.stream().map(List::copyOf).toList();
        block = List.copyOf(block);
    }
}
