package org.gatepost.channel;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a channel says of SPF. Immutable.
 *
 * @param helo keyword {@code spfhelo}: the name in HELO or EHLO is checked
 * @param sender keywords {@code spfmailfrom}, {@code spfrcptto}: when the reverse-path is; {@code spfnone}: neither is
 * @param classes keyword {@code spfstatus}: the first digit of the reply to each finding; 2 takes the mail, and marks it
 */
public record SpfKeywords(boolean helo, When sender, Map<Finding, Integer> classes) {

    /** When the reverse-path is checked and the finding answered. */
    public enum When {
        NEVER,
        AT_MAIL,
        /** Once a recipient has been found valid: the mail of whom nobody knows costs no look-ups, and postmaster and abuse hear from everybody. */
        AT_RCPT
    }

    /** What a reply may be to. */
    public enum Finding {
        /** A mechanism that names the client. */
        FAIL,
        /** None that does: {@code -all}. */
        FAIL_ALL,
        /** The same, and the whole record is {@code -all}: nobody ever sends under the domain. */
        NOMAIL,
        SOFTFAIL,
        SOFTFAIL_ALL,
        PERMERROR,
        TEMPERROR
    }

    /** Nothing is checked; where it is, failures are refused and errors that pass deferred. */
    public static final SpfKeywords DEFAULT = new SpfKeywords(false, When.NEVER, Map.of(Finding.FAIL, 5, Finding.FAIL_ALL, 5, Finding.NOMAIL, 5, Finding.SOFTFAIL, 2,
            Finding.SOFTFAIL_ALL, 2, Finding.PERMERROR, 5, Finding.TEMPERROR, 4));

    static final Map<String, KeywordRow<SpfKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("spfnone", keywords -> new SpfKeywords(false, When.NEVER, keywords.classes)),
            KeywordRow.word("spfhelo", keywords -> new SpfKeywords(true, keywords.sender, keywords.classes)),
            KeywordRow.word("spfmailfrom", keywords -> new SpfKeywords(keywords.helo, When.AT_MAIL, keywords.classes)),
            KeywordRow.word("spfrcptto", keywords -> new SpfKeywords(keywords.helo, When.AT_RCPT, keywords.classes)),
            KeywordRow.list("spfstatus", Finding.values().length, SpfKeywords::answering));

    public SpfKeywords {
        classes = Map.copyOf(classes);
    }

    /** The name in HELO is answered with the reverse-path where that waits for a recipient. */
    public When hello() {
        return !helo ? When.NEVER : sender == When.AT_RCPT ? When.AT_RCPT : When.AT_MAIL;
    }

    private SpfKeywords answering(List<String> words) {
        Map<Finding, Integer> changed = new EnumMap<>(classes);
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign < 0 || !word.substring(sign + 1).matches("[245]")) {
                throw new IllegalArgumentException("it is FINDING=2, 4 or 5, not " + word);
            }
            changed.put(finding(word.substring(0, sign)), Integer.parseInt(word.substring(sign + 1)));
        }
        return new SpfKeywords(helo, sender, changed);
    }

    private static Finding finding(String name) {
        try {
            return Finding.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no finding " + name + ", only " + String.join(", ", List.of(Finding.values()).stream()
                    .map(finding -> finding.name().toLowerCase(Locale.ROOT)).toList()), e);
        }
    }
}
