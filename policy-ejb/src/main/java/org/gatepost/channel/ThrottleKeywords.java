package org.gatepost.channel;

import java.util.Map;
import java.util.Optional;

/**
 * How often a channel's clients may come: throttle tables it names. Immutable.
 *
 * @param connections keywords {@code connectionthrottle}, {@code noconnectionthrottle}: the table that counts connections by the client's address
 * @param greylisting keywords {@code greylisting}, {@code nogreylisting}: the table that remembers which strangers come again
 */
public record ThrottleKeywords(Optional<String> connections, Optional<String> greylisting) {

    /** Of a channel that says nothing: as often as they like. */
    public static final ThrottleKeywords DEFAULT = new ThrottleKeywords(Optional.empty(), Optional.empty());

    static final Map<String, KeywordRow<ThrottleKeywords>> ROWS = Map.ofEntries(
            KeywordRow.value("connectionthrottle", (keywords, table) -> new ThrottleKeywords(Optional.of(table), keywords.greylisting)),
            KeywordRow.word("noconnectionthrottle", keywords -> new ThrottleKeywords(Optional.empty(), keywords.greylisting)),
            KeywordRow.value("greylisting", (keywords, table) -> new ThrottleKeywords(keywords.connections, Optional.of(table))),
            KeywordRow.word("nogreylisting", keywords -> new ThrottleKeywords(keywords.connections, Optional.empty())));
}
