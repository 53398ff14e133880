package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.ListAnswer;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** What follows from what lists said, where anything does: a listing that is enough, too many that are not, or a list mail must wait for. */
record ListAgainst(Reply reply, String reason) {

    static Optional<ListAgainst> of(ListVerdicts verdicts, NameKeywords keywords, boolean atConnect) {
        return verdicts.refusal().map(verdict -> listed(verdict, atConnect, verdict.toString())).or(() -> overLimit(verdicts, keywords, atConnect))
                .or(() -> verdicts.deferral().map(verdict -> new ListAgainst(atConnect ? Replies.SYSTEM_BUSY_AT_CONNECT : Replies.LISTS_UNAVAILABLE, verdict.toString())));
    }

    private static Optional<ListAgainst> overLimit(ListVerdicts verdicts, NameKeywords keywords, boolean atConnect) {
        if (keywords.listScoreMax().isEmpty() || verdicts.score() <= keywords.listScoreMax().getAsInt()) {
            return Optional.empty();
        }
        return verdicts.heaviest().map(verdict -> listed(verdict, atConnect, "lists say " + verdicts.score() + " against it, " + keywords.listScoreMax().getAsInt() + " may be"));
    }

    private static ListAgainst listed(ListVerdicts.Verdict verdict, boolean atConnect, String reason) {
        String text = verdict.answer() instanceof ListAnswer.Listed listed ? listed.text() : "";
        return new ListAgainst(Replies.listed(atConnect, verdict.subject(), verdict.list().zone(), text), reason);
    }
}
