package org.gatepost.channel;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Handling;

/**
 * What a channel says of the service extensions its clients get. Immutable.
 *
 * @param etrn keywords {@code allowetrn}, {@code silentetrn}, {@code domainetrn}, {@code blocketrn}, {@code disableetrn}
 * @param etrnDomains keyword {@code etrndomains}: whose mail strangers may ask for, in lower case
 * @param verifies keywords {@code vrfyallow}, {@code vrfydefault}, {@code vrfyhide}: whether VRFY is answered from the directory
 * @param expands keywords {@code expnallow}, {@code expndefault}, {@code expndisable}: whether EXPN is
 * @param noSolicit keyword {@code sourcenosolicit}
 * @param internal keywords {@code internal}, {@code external}: whether its clients are our own, authenticated or not
 * @param futureReleaseSeconds keyword {@code futurerelease}: how long a message may be held at most; 0: not offered
 * @param deliverBySecondsMin keyword {@code deliverbymin}: the shortest time in which a message may have to be delivered or returned
 * @param priorityMax keyword {@code mtprioritymax}: a higher priority than this is taken for this
 * @param recipientDomainsMax keyword {@code recipientdomainlimit}: domains among a transaction's recipients; 452 4.5.3
 */
public record ExtensionKeywords(TurnPolicy etrn, Set<String> etrnDomains, boolean verifies, boolean expands, NoSolicit noSolicit, boolean internal,
        int futureReleaseSeconds, int deliverBySecondsMin, int priorityMax, OptionalInt recipientDomainsMax) {

    /** Domains a channel can name for ETRN. */
    static final int ETRN_DOMAINS_MAX = 1_000;
    /** Classes a channel can name. */
    static final int CLASSES_MAX = 100;

    /** ETRN by those who may, nothing told by VRFY and EXPN; a message held for a week at most, a minute to deliver, priorities up to 3. */
    public static final ExtensionKeywords DEFAULT = new ExtensionKeywords(TurnPolicy.ALLOW, Set.of(), false, false, NoSolicit.NONE, false, 7 * 24 * 60 * 60, 60, 3,
            OptionalInt.empty());

    static final Map<String, KeywordRow<ExtensionKeywords>> ROWS = Map.ofEntries(
            KeywordRow.word("allowetrn", keywords -> keywords.with(TurnPolicy.ALLOW)),
            KeywordRow.word("silentetrn", keywords -> keywords.with(TurnPolicy.SILENT)),
            KeywordRow.word("domainetrn", keywords -> keywords.with(TurnPolicy.DOMAIN)),
            KeywordRow.word("blocketrn", keywords -> keywords.with(TurnPolicy.BLOCK)),
            KeywordRow.word("disableetrn", keywords -> keywords.with(TurnPolicy.DISABLE)),
            KeywordRow.list("etrndomains", ETRN_DOMAINS_MAX, ExtensionKeywords::withEtrnDomains),
            KeywordRow.word("vrfyallow", keywords -> keywords.with(true, keywords.expands)),
            KeywordRow.word("vrfydefault", keywords -> keywords.with(false, keywords.expands)),
            KeywordRow.word("vrfyhide", keywords -> keywords.with(false, keywords.expands)),
            KeywordRow.word("expnallow", keywords -> keywords.with(keywords.verifies, true)),
            KeywordRow.word("expndefault", keywords -> keywords.with(keywords.verifies, false)),
            KeywordRow.word("expndisable", keywords -> keywords.with(keywords.verifies, false)),
            KeywordRow.list("sourcenosolicit", CLASSES_MAX, (keywords, classes) -> keywords.with(new NoSolicit(classes))),
            KeywordRow.word("internal", keywords -> keywords.withInternal(true)),
            KeywordRow.word("notinternal", keywords -> keywords.withInternal(false)),
            KeywordRow.value("futurerelease", (keywords, text) -> keywords.withFutureRelease(KeywordRow.number(text, 0, (int) DeliverBy.SECONDS_MAX))),
            KeywordRow.value("deliverbymin", (keywords, text) -> keywords.withDeliverByMin(KeywordRow.number(text, 1, (int) DeliverBy.SECONDS_MAX))),
            KeywordRow.value("mtprioritymax", (keywords, text) -> keywords.withPriorityMax(KeywordRow.number(text, 0, Handling.PRIORITY_MAX))),
            KeywordRow.value("recipientdomainlimit", (keywords, text) -> keywords.withRecipientDomainsMax(KeywordRow.number(text, 1, 1_000_000))));

    public ExtensionKeywords {
        etrnDomains = Set.copyOf(etrnDomains);
    }

    private ExtensionKeywords with(TurnPolicy other) {
        return new ExtensionKeywords(other, etrnDomains, verifies, expands, noSolicit, internal, futureReleaseSeconds, deliverBySecondsMin, priorityMax,
                recipientDomainsMax);
    }

    private ExtensionKeywords withEtrnDomains(List<String> domains) {
        return new ExtensionKeywords(etrn, Set.copyOf(domains.stream().map(domain -> domain.toLowerCase(Locale.ROOT)).distinct().toList()), verifies, expands,
                noSolicit, internal, futureReleaseSeconds, deliverBySecondsMin, priorityMax, recipientDomainsMax);
    }

    private ExtensionKeywords with(boolean verifying, boolean expanding) {
        return new ExtensionKeywords(etrn, etrnDomains, verifying, expanding, noSolicit, internal, futureReleaseSeconds, deliverBySecondsMin, priorityMax,
                recipientDomainsMax);
    }

    private ExtensionKeywords with(NoSolicit classes) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, classes, internal, futureReleaseSeconds, deliverBySecondsMin, priorityMax,
                recipientDomainsMax);
    }

    private ExtensionKeywords withInternal(boolean other) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, noSolicit, other, futureReleaseSeconds, deliverBySecondsMin, priorityMax,
                recipientDomainsMax);
    }

    private ExtensionKeywords withFutureRelease(int seconds) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, noSolicit, internal, seconds, deliverBySecondsMin, priorityMax, recipientDomainsMax);
    }

    private ExtensionKeywords withDeliverByMin(int seconds) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, noSolicit, internal, futureReleaseSeconds, seconds, priorityMax, recipientDomainsMax);
    }

    private ExtensionKeywords withPriorityMax(int priority) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, noSolicit, internal, futureReleaseSeconds, deliverBySecondsMin, priority,
                recipientDomainsMax);
    }

    private ExtensionKeywords withRecipientDomainsMax(int domains) {
        return new ExtensionKeywords(etrn, etrnDomains, verifies, expands, noSolicit, internal, futureReleaseSeconds, deliverBySecondsMin, priorityMax,
                OptionalInt.of(domains));
    }
}
