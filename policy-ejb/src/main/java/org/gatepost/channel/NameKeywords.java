package org.gatepost.channel;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a channel says of strangers' names and addresses: what is looked up in DNS before their mail is taken. Immutable.
 *
 * @param spf whether they may use the names they do
 * @param dnsLists keywords {@code dnslists}, {@code nodnslists}: the lists that are asked, by name
 * @param listsAtConnect keywords {@code dnslistatconnect}, {@code dnslistatrcpt}: whether a listing closes the connection, or is answered to recipients
 * @param listScoreMax keyword {@code dnslistlimit}: mail against which lists say more together is refused
 * @param reverseDns keywords {@code reversedns}, {@code noreversedns}: whether the name of the client's address is looked up
 * @param senderDomain keywords {@code mailfromdnsverify}, {@code nomailfromdnsverify}: whether the domain of the reverse-path must take mail
 * @param ownNeedLogin keywords {@code ownsenderauth}, {@code noownsenderauth}: whether nobody may use a domain of ours in the reverse-path without authentication
 */
public record NameKeywords(SpfKeywords spf, Set<String> dnsLists, boolean listsAtConnect, OptionalInt listScoreMax, boolean reverseDns, boolean senderDomain,
        boolean ownNeedLogin) {

    /** Lists a channel can name. */
    static final int LISTS_MAX = 50;
    private static final int SCORE_MAX = 1_000_000;

    /** Of a channel that says nothing: nothing is looked up. */
    public static final NameKeywords DEFAULT = new NameKeywords(SpfKeywords.DEFAULT, Set.of(), false, OptionalInt.empty(), false, false, false);

    static final Map<String, KeywordRow<NameKeywords>> ROWS = rows();

    public NameKeywords {
        dnsLists = Set.copyOf(dnsLists);
    }

    private static Map<String, KeywordRow<NameKeywords>> rows() {
        Map<String, KeywordRow<NameKeywords>> rows = new HashMap<>(Map.ofEntries(
                KeywordRow.list("dnslists", LISTS_MAX, (keywords, names) -> keywords.asking(names)),
                KeywordRow.word("nodnslists", keywords -> keywords.asking(List.of())),
                KeywordRow.word("dnslistatconnect", keywords -> keywords.answering(true)),
                KeywordRow.word("dnslistatrcpt", keywords -> keywords.answering(false)),
                KeywordRow.value("dnslistlimit", (keywords, text) -> keywords.upTo(KeywordRow.number(text, 1, SCORE_MAX))),
                KeywordRow.word("reversedns", keywords -> keywords.naming(true)),
                KeywordRow.word("noreversedns", keywords -> keywords.naming(false)),
                KeywordRow.word("mailfromdnsverify", keywords -> keywords.verifying(true)),
                KeywordRow.word("nomailfromdnsverify", keywords -> keywords.verifying(false)),
                KeywordRow.word("ownsenderauth", keywords -> keywords.keeping(true)),
                KeywordRow.word("noownsenderauth", keywords -> keywords.keeping(false))));
        rows.putAll(KeywordRow.<NameKeywords, SpfKeywords>ofPart(SpfKeywords.ROWS, NameKeywords::spf, NameKeywords::with));
        return Map.copyOf(rows);
    }

    private NameKeywords with(SpfKeywords other) {
        return new NameKeywords(other, dnsLists, listsAtConnect, listScoreMax, reverseDns, senderDomain, ownNeedLogin);
    }

    private NameKeywords asking(List<String> names) {
        Set<String> lower = new LinkedHashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return new NameKeywords(spf, lower, listsAtConnect, listScoreMax, reverseDns, senderDomain, ownNeedLogin);
    }

    private NameKeywords answering(boolean atConnect) {
        return new NameKeywords(spf, dnsLists, atConnect, listScoreMax, reverseDns, senderDomain, ownNeedLogin);
    }

    private NameKeywords upTo(int score) {
        return new NameKeywords(spf, dnsLists, listsAtConnect, OptionalInt.of(score), reverseDns, senderDomain, ownNeedLogin);
    }

    private NameKeywords naming(boolean looksUp) {
        return new NameKeywords(spf, dnsLists, listsAtConnect, listScoreMax, looksUp, senderDomain, ownNeedLogin);
    }

    private NameKeywords verifying(boolean verifies) {
        return new NameKeywords(spf, dnsLists, listsAtConnect, listScoreMax, reverseDns, verifies, ownNeedLogin);
    }

    private NameKeywords keeping(boolean keeps) {
        return new NameKeywords(spf, dnsLists, listsAtConnect, listScoreMax, reverseDns, senderDomain, keeps);
    }
}
