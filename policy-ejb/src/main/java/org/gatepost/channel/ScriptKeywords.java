package org.gatepost.channel;

import java.util.Map;

/**
 * What a channel says of how much the Sieve scripts of all its recipients may do with one message that enters by it. Immutable.
 *
 * @param stepsMax keyword {@code scriptsteps}: steps of all users' scripts, and as many of policy's; what is over is kept
 * @param copiesMax keyword {@code scriptcopies}: copies that are sent on, members of groups counted one by one; what would be over is not sent on and kept
 */
public record ScriptKeywords(int stepsMax, int copiesMax) {

    /** The greatest number either takes. */
    public static final int NUMBER_MAX = 999_999_999;

    /** Of a channel that says nothing: ten scripts may take as much as one alone may at most. */
    public static final ScriptKeywords DEFAULT = new ScriptKeywords(10_000_000, 1_000);

    static final Map<String, KeywordRow<ScriptKeywords>> ROWS = Map.ofEntries(
            KeywordRow.value("scriptsteps", (keywords, text) -> new ScriptKeywords(KeywordRow.number(text, 1, NUMBER_MAX), keywords.copiesMax)),
            KeywordRow.value("scriptcopies", (keywords, text) -> new ScriptKeywords(keywords.stepsMax, KeywordRow.number(text, 0, NUMBER_MAX))));
}
