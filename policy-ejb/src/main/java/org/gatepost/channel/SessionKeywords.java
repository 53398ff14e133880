package org.gatepost.channel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

import org.gatepost.smtp.protocol.CountLimits;

/**
 * What a channel says of how much its clients may do in one session, and how patient they have to be. Immutable.
 *
 * @param counts keywords {@code recipientcutoff}, {@code deferralrejectlimit}, {@code disconnecttransactionlimit}, {@code disconnectrecipientlimit},
 *        {@code disconnectrejectlimit}
 * @param transactionsMax keyword {@code transactionlimit}: MAIL commands of a session; 450 4.5.3 to one more
 * @param badCommandsMax keyword {@code disconnectbadcommandlimit}: refused or unknown commands of a session; 421 4.7.0 to one more
 * @param greetPause keyword {@code greetpause}: how long a client waits for our greeting; who speaks before is sent away with 554. Zero: it does not wait
 * @param scripts what Sieve scripts may do with one of their messages
 */
public record SessionKeywords(CountLimits counts, int transactionsMax, int badCommandsMax, Duration greetPause, ScriptKeywords scripts) {

    /** The greatest number any of them takes. */
    public static final int NUMBER_MAX = 1_000_000;
    /** The longest pause: clients wait five minutes for a greeting (RFC 5321 section 4.5.3.2.1), but each that waits holds a session. */
    public static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    /** Of a channel that says nothing: no limits but the listener's, and the greeting comes at once. */
    public static final SessionKeywords DEFAULT = new SessionKeywords(CountLimits.NONE, CountLimits.UNLIMITED, CountLimits.UNLIMITED, Duration.ZERO, ScriptKeywords.DEFAULT);

    static final Map<String, KeywordRow<SessionKeywords>> ROWS = rows(Map.ofEntries(
            KeywordRow.value("recipientcutoff", counting(CountLimits::withRecipientCutoff)),
            KeywordRow.value("deferralrejectlimit", counting(CountLimits::withRejectedRecipients)),
            KeywordRow.value("disconnecttransactionlimit", counting(CountLimits::withDisconnectTransactions)),
            KeywordRow.value("disconnectrecipientlimit", counting(CountLimits::withDisconnectRecipients)),
            KeywordRow.value("disconnectrejectlimit", counting(CountLimits::withDisconnectRejected)),
            KeywordRow.value("transactionlimit", (keywords, text) -> new SessionKeywords(keywords.counts, number(text), keywords.badCommandsMax, keywords.greetPause, keywords.scripts)),
            KeywordRow.value("disconnectbadcommandlimit", (keywords, text) -> new SessionKeywords(keywords.counts, keywords.transactionsMax, number(text), keywords.greetPause, keywords.scripts)),
            KeywordRow.value("greetpause", (keywords, text) -> new SessionKeywords(keywords.counts, keywords.transactionsMax, keywords.badCommandsMax, pause(text), keywords.scripts))));

    private static Map<String, KeywordRow<SessionKeywords>> rows(Map<String, KeywordRow<SessionKeywords>> rows) {
        Map<String, KeywordRow<SessionKeywords>> all = new HashMap<>(rows);
        all.putAll(KeywordRow.<SessionKeywords, ScriptKeywords>ofPart(ScriptKeywords.ROWS, SessionKeywords::scripts,
                (keywords, scripts) -> new SessionKeywords(keywords.counts, keywords.transactionsMax, keywords.badCommandsMax, keywords.greetPause, scripts)));
        return Map.copyOf(all);
    }

    private static BiFunction<SessionKeywords, String, SessionKeywords> counting(BiFunction<CountLimits, Integer, CountLimits> limit) {
        return (keywords, text) -> new SessionKeywords(limit.apply(keywords.counts, number(text)), keywords.transactionsMax, keywords.badCommandsMax, keywords.greetPause, keywords.scripts);
    }

    private static int number(String text) {
        return KeywordRow.number(text, 1, NUMBER_MAX);
    }

    private static Duration pause(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(PAUSE_MAX) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new IllegalArgumentException("not a duration such as PT2S, at most " + PAUSE_MAX + ": " + text);
    }
}
