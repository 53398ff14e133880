package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.gatepost.sieve.language.Arguments.Behind;

/** Reads what somebody added to the language. */
final class AddedWordReader {

    private final Reading reading;

    AddedWordReader(Reading reading) {
        this.reading = reading;
    }

    AddedPhrase read(Phrase phrase, AddedWord word, String what, List<SieveCommand> block) {
        Map<String, Behind> tags = new TreeMap<>();
        word.tags().forEach((tag, behind) -> tags.put(tag, !behind ? Behind.NOTHING : tag.equals("index") ? Behind.NUMBER : Behind.STRING));
        Arguments in = new Arguments(phrase, what, reading).tags(word.matches() ? Arguments.withMatch(tags) : tags).wants(word.arguments().size());
        MatchRule rule = word.matches() ? in.rule() : MatchRule.IS;
        List<Long> numbers = new ArrayList<>();
        List<List<SieveText>> strings = new ArrayList<>();
        for (AddedWord.Shape shape : word.arguments()) {
            switch (shape) {
                case NUMBER -> numbers.add(in.positionalNumber("number"));
                case STRING -> strings.add(List.of(in.string("text")));
                case STRINGS -> strings.add(in.strings("texts"));
            }
        }
        Map<String, List<SieveText>> given = new TreeMap<>();
        for (Map.Entry<String, Behind> tag : tags.entrySet()) {
            if (in.has(tag.getKey())) {
                given.put(tag.getKey(), switch (tag.getValue()) {
                    case NOTHING -> List.of();
                    case NUMBER -> List.of(SieveText.of(Long.toString(in.number(tag.getKey()).orElse(0L))));
                    case STRING, STRINGS -> in.texts(tag.getKey()).orElse(List.of());
                });
            }
        }
        in.end(0, word.block());
        return new AddedPhrase(word.name(), rule, given, numbers, strings, block);
    }
}
