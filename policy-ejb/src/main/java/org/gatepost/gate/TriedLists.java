package org.gatepost.gate;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.ListAnswer;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.stage.SessionFacts;

/**
 * What DNS lists said, where some of them may only be tried: as if those had not been asked, and what would have followed if they were meant.
 *
 * @param meant what counts
 * @param tried the names of those that do not
 */
record TriedLists(ListVerdicts all, ListVerdicts meant, Set<String> tried) {

    static TriedLists of(ListVerdicts all, SessionFacts facts) {
        Set<String> tried = TriedRow.DNS_LIST.of(facts);
        return new TriedLists(all, tried.isEmpty() ? all : all.of(all.asked().stream().filter(name -> !tried.contains(name)).collect(Collectors.toSet())), tried);
    }

    /** The facts of who has passed, with what each list on trial would have brought about. */
    SessionFacts noted(NameKeywords keywords, boolean atConnect, SessionFacts facts) {
        Optional<ListAgainst> would = tried.isEmpty() ? Optional.empty() : ListAgainst.of(all, keywords, atConnect);
        if (would.isEmpty()) {
            return facts;
        }
        SessionFacts known = facts;
        for (ListVerdicts.Verdict verdict : all.verdicts()) {
            if (tried.contains(verdict.list().name()) && !(verdict.answer() instanceof ListAnswer.NotListed)) {
                known = TriedRow.DNS_LIST.noted(verdict.list().name(), known, Optional.of(would.get().reply()), verdict + ", about " + verdict.subject());
            }
        }
        return known;
    }
}
