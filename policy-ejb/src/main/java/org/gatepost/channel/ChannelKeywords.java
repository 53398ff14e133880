package org.gatepost.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A channel's keywords, read from the text an administrator writes: words separated by white space, an argument in quotes where it holds any. Immutable.
 *
 * <p>The same keyword twice, or two that say opposite things: the later one holds, so that a line can be appended to what is there.
 */
public record ChannelKeywords(ServiceKeywords service, TransportKeywords transport) {

    /** Of a channel that says nothing. */
    public static final ChannelKeywords DEFAULT = new ChannelKeywords(ServiceKeywords.DEFAULT, TransportKeywords.DEFAULT);

    private static final Pattern WORD = Pattern.compile("\\G\\s*(?:\"([^\"]*)\"|([^\\s\"]+))(?=\\s|$)");
    /** Keywords that are short for two. */
    private static final Map<String, List<String>> BOTH_WAYS = Map.of("notls", List.of("notlsserver", "notlsclient"),
            "maytls", List.of("maytlsserver", "maytlsclient"), "musttls", List.of("musttlsserver", "musttlsclient"));

    /** What others say by a keyword. */
    private static final Map<String, String> ELSEWHERE = Map.of("sourcefilter", ": a channel's script is the row sieve_filter 'source CHANNEL'",
            "destinationfilter", ": a channel's script is the row sieve_filter 'destination CHANNEL'", "channelfilter", ": a channel's script is the row sieve_filter 'destination CHANNEL'");

    private record Word(String text, boolean quoted) {
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with one line that names the keyword and what is wrong with it
     */
    public static ChannelKeywords parse(String text) {
        List<Word> words = words(text);
        ChannelKeywords keywords = DEFAULT;
        for (int next = 0; next < words.size();) {
            String name = words.get(next).text().toLowerCase(Locale.ROOT);
            int end = next + 1;
            if (BOTH_WAYS.containsKey(name)) {
                for (String each : BOTH_WAYS.get(name)) {
                    keywords = keywords.with(each, List.of());
                }
            } else {
                int max = arguments(name);
                while (end < words.size() && end - next <= max && !isKeyword(words.get(end))) {
                    end++;
                }
                keywords = keywords.with(name, words.subList(next + 1, end).stream().map(Word::text).toList());
            }
            next = end;
        }
        return keywords;
    }

    /** Arguments that a keyword takes at most; empty where there is no such keyword. Case does not count. */
    public static OptionalInt argumentsMax(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (BOTH_WAYS.containsKey(folded)) {
            return OptionalInt.of(0);
        }
        return isKeyword(new Word(folded, false)) ? OptionalInt.of(arguments(folded)) : OptionalInt.empty();
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.stripTrailing());
        int end = 0;
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? new Word(matcher.group(2), false) : new Word(matcher.group(1), true));
            end = matcher.end();
        }
        if (end < text.stripTrailing().length()) {
            throw new IllegalArgumentException("a quote is not closed, or stands in a word: " + text.substring(end).strip());
        }
        return words;
    }

    private static boolean isKeyword(Word word) {
        String name = word.text().toLowerCase(Locale.ROOT);
        return !word.quoted() && (ServiceKeywords.ROWS.containsKey(name) || TransportKeywords.ROWS.containsKey(name) || BOTH_WAYS.containsKey(name));
    }

    private static int arguments(String name) {
        KeywordRow<?> row = ServiceKeywords.ROWS.containsKey(name) ? ServiceKeywords.ROWS.get(name) : TransportKeywords.ROWS.get(name);
        if (row == null) {
            throw new IllegalArgumentException("there is no keyword " + name + ELSEWHERE.getOrDefault(name, ""));
        }
        return row.argumentsMax();
    }

    private ChannelKeywords with(String name, List<String> arguments) {
        if (ServiceKeywords.ROWS.containsKey(name)) {
            return new ChannelKeywords(apply(name, ServiceKeywords.ROWS.get(name), service, arguments), transport);
        }
        return new ChannelKeywords(service, apply(name, TransportKeywords.ROWS.get(name), transport, arguments));
    }

    private static <K> K apply(String name, KeywordRow<K> row, K keywords, List<String> arguments) {
        if (arguments.size() < row.argumentsMin()) {
            throw new IllegalArgumentException("keyword " + name + " needs " + (row.argumentsMin() == 1 ? "an argument" : row.argumentsMin() + " arguments"));
        }
        try {
            return row.effect().apply(keywords, arguments);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("keyword " + name + ": " + e.getMessage(), e);
        }
    }
}
