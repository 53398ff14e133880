package org.gatepost.channel;

import java.util.Map;
import java.util.Optional;

/**
 * What a channel says of asking the message store behind it whether a mailbox has room. Immutable.
 *
 * @param service keywords {@code quotastatus HOST PORT}, {@code noquotastatus} (default: nobody is asked)
 * @param refusesForGood keywords {@code quotapermanent}, {@code quotatemporary} (default): what a full mailbox is answered, 552 5.2.2 or 452 4.2.2
 * @param ignoresSilence keywords {@code quotaignore}, {@code quotadefer} (default): whether mail is taken where the store could not be asked
 */
public record QuotaKeywords(Optional<Service> service, boolean refusesForGood, boolean ignoresSilence) {

    /** Of a channel that says nothing. */
    public static final QuotaKeywords DEFAULT = new QuotaKeywords(Optional.empty(), false, false);

    static final Map<String, KeywordRow<QuotaKeywords>> ROWS = Map.ofEntries(
            Map.entry("quotastatus", new KeywordRow<>(2, 2, (keywords, words) -> keywords.asking(Optional.of(new Service(words.getFirst(), KeywordRow.number(words.getLast(), 1, 65_535)))))),
            KeywordRow.word("noquotastatus", keywords -> keywords.asking(Optional.empty())),
            KeywordRow.word("quotapermanent", keywords -> new QuotaKeywords(keywords.service, true, keywords.ignoresSilence)),
            KeywordRow.word("quotatemporary", keywords -> new QuotaKeywords(keywords.service, false, keywords.ignoresSilence)),
            KeywordRow.word("quotaignore", keywords -> new QuotaKeywords(keywords.service, keywords.refusesForGood, true)),
            KeywordRow.word("quotadefer", keywords -> new QuotaKeywords(keywords.service, keywords.refusesForGood, false)));

    /** Where the store answers; a name or an address. */
    public record Service(String host, int port) {

        public Service {
            if (!host.matches("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?|[A-Fa-f0-9.]*:[A-Fa-f0-9:.]{1,43}")) {
                throw new IllegalArgumentException("not a host: " + host);
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private QuotaKeywords asking(Optional<Service> other) {
        return new QuotaKeywords(other, refusesForGood, ignoresSilence);
    }
}
