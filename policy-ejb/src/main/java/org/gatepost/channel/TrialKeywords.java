package org.gatepost.channel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a channel does not mean in earnest yet, so that policy can be tried on live mail. Immutable.
 *
 * @param logOnly keyword {@code logonly NAME...}: checks whose refusals are let through and noted; {@code *} for all that may be; {@code KIND:NAME} for one row of policy. Keyword {@code enforce}:
 *        none
 * @param softBounce keywords {@code softbounce}, {@code nosoftbounce}: what would be refused for good of mail that enters by it is refused for now, and no mail
 *        that leaves by it is returned because it was refused or grew old
 */
public record TrialKeywords(Set<String> logOnly, boolean softBounce) {

    /** Of a channel that says nothing: all is meant. */
    public static final TrialKeywords DEFAULT = new TrialKeywords(Set.of(), false);
    /** Stands for all checks that may be on trial. */
    public static final String ALL = "*";
    /** Names in one keyword. */
    public static final int NAMES_MAX = 50;

    static final Map<String, KeywordRow<TrialKeywords>> ROWS = Map.ofEntries(
            KeywordRow.list("logonly", NAMES_MAX, TrialKeywords::logging),
            KeywordRow.word("enforce", keywords -> new TrialKeywords(Set.of(), keywords.softBounce)),
            KeywordRow.word("softbounce", keywords -> new TrialKeywords(keywords.logOnly, true)),
            KeywordRow.word("nosoftbounce", keywords -> new TrialKeywords(keywords.logOnly, false)));

    public TrialKeywords {
        logOnly = Set.copyOf(logOnly);
    }

    private static TrialKeywords logging(TrialKeywords keywords, List<String> names) {
        return new TrialKeywords(Set.copyOf(names), keywords.softBounce);
    }

    /** All that is not meant, one word each, in order: what is tried, and {@code softbounce} last; nothing where all is meant. */
    public List<String> words() {
        return Stream.concat(logOnly.stream().sorted(), softBounce ? Stream.of("softbounce") : Stream.empty()).toList();
    }
}
