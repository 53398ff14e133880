package org.gatepost.channel;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How much a channel gives the hosts its mail goes to; domains with the same mail exchangers count as one. Immutable.
 *
 * @param messagesPerMinute keyword {@code messagesperminute}: messages a node begins to send them in any minute
 * @param recipientsPerConnection keyword {@code recipientsperconnection}: recipients named over one connection, of one message or several
 */
public record PaceKeywords(OptionalInt messagesPerMinute, OptionalInt recipientsPerConnection) {

    /** Of a channel that says nothing: no limit but those of connections. */
    public static final PaceKeywords DEFAULT = new PaceKeywords(OptionalInt.empty(), OptionalInt.empty());
    /** The greatest number either takes. */
    public static final int NUMBER_MAX = 1_000_000;

    static final Map<String, KeywordRow<PaceKeywords>> ROWS = Map.ofEntries(
            KeywordRow.value("messagesperminute", (keywords, text) -> new PaceKeywords(number(text), keywords.recipientsPerConnection)),
            KeywordRow.value("recipientsperconnection", (keywords, text) -> new PaceKeywords(keywords.messagesPerMinute, number(text))));

    private static OptionalInt number(String text) {
        return OptionalInt.of(KeywordRow.number(text, 1, NUMBER_MAX));
    }
}
