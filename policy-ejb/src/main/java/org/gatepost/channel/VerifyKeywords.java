package org.gatepost.channel;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * What a destination channel says of asking its next hop, at RCPT, whether it takes a recipient. Immutable.
 *
 * @param asks keywords {@code verifynexthop}, {@code noverifynexthop} (default)
 * @param domains arguments of {@code verifynexthop}, in lower case: whose recipients it is asked about; of all where there are none
 * @param sender keywords {@code verifysender ADDRESS}, {@code noverifysender} (default: the null reverse-path): on whose behalf it is asked
 * @param takenFor first argument of {@code verifykept TAKEN REFUSED}: how long it holds that it takes a recipient
 * @param refusedFor the second, no longer than the first: how long it holds that it does not
 * @param ignoresSilence keywords {@code verifyignore}, {@code verifydefer} (default): whether mail is taken where it said neither
 */
public record VerifyKeywords(boolean asks, Set<String> domains, ReversePath sender, Duration takenFor, Duration refusedFor, boolean ignoresSilence) {

    /** Of a channel that says nothing. */
    public static final VerifyKeywords DEFAULT = new VerifyKeywords(false, Set.of(), ReversePath.NULL, Duration.ofHours(1), Duration.ofMinutes(5), false);
    /** Domains a channel can name. */
    public static final int DOMAINS_MAX = 100;

    private static final Duration KEPT_MIN = Duration.ofSeconds(1);
    private static final Duration KEPT_MAX = Duration.ofDays(1);

    static final Map<String, KeywordRow<VerifyKeywords>> ROWS = Map.ofEntries(
            Map.entry("verifynexthop", new KeywordRow<>(0, DOMAINS_MAX, (keywords, domains) -> keywords.asking(true, domains))),
            KeywordRow.word("noverifynexthop", keywords -> keywords.asking(false, List.of())),
            KeywordRow.value("verifysender", (keywords, address) -> keywords.onBehalfOf(ReversePath.of(mailbox(address)))),
            KeywordRow.word("noverifysender", keywords -> keywords.onBehalfOf(ReversePath.NULL)),
            Map.entry("verifykept", new KeywordRow<>(2, 2, (keywords, times) -> new VerifyKeywords(keywords.asks, keywords.domains, keywords.sender, kept(times.getFirst()), kept(times.getLast()),
                    keywords.ignoresSilence))),
            KeywordRow.word("verifyignore", keywords -> keywords.ignoring(true)),
            KeywordRow.word("verifydefer", keywords -> keywords.ignoring(false)));

    public VerifyKeywords {
        domains = Set.copyOf(domains);
        if (refusedFor.compareTo(takenFor) > 0) {
            throw new IllegalArgumentException("a refusal is kept no longer than " + takenFor + ", as what was taken is: " + refusedFor);
        }
    }

    /** Whether the next hop is asked about that recipient. */
    public boolean covers(Mailbox recipient) {
        return asks && (domains.isEmpty() || recipient.asciiDomain().filter(domains::contains).isPresent());
    }

    private static String domain(String text) {
        if (!text.matches("(?i)[a-z0-9](?:[a-z0-9.-]{0,253}[a-z0-9])?")) {
            throw new IllegalArgumentException("no domain, in A-labels: " + text);
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static Mailbox mailbox(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || !text.substring(0, at).matches("[!-~&&[^\"<>@\\\\]]+")) {
            throw new IllegalArgumentException("no address: " + text);
        }
        return new Mailbox(text.substring(0, at), domain(text.substring(at + 1)));
    }

    private static Duration kept(String text) {
        try {
            Duration kept = Duration.parse(text);
            if (kept.compareTo(KEPT_MIN) >= 0 && kept.compareTo(KEPT_MAX) <= 0) {
                return kept;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no duration such as PT1H: " + text, e);
        }
        throw new IllegalArgumentException("an answer is kept from " + KEPT_MIN + " to " + KEPT_MAX + ": " + text);
    }

    private VerifyKeywords asking(boolean other, List<String> named) {
        return new VerifyKeywords(other, named.stream().map(VerifyKeywords::domain).collect(Collectors.toSet()), sender, takenFor, refusedFor, ignoresSilence);
    }

    private VerifyKeywords onBehalfOf(ReversePath other) {
        return new VerifyKeywords(asks, domains, other, takenFor, refusedFor, ignoresSilence);
    }

    private VerifyKeywords ignoring(boolean silence) {
        return new VerifyKeywords(asks, domains, sender, takenFor, refusedFor, silence);
    }
}
