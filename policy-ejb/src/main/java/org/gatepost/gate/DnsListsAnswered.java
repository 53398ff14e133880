package org.gatepost.gate;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.ListFacts;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: what lists said is answered, of the channel the session is in by now; postmaster and abuse hear from everybody. */
final class DnsListsAnswered implements Stage<RcptRequest> {

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        NameKeywords keywords = Stranger.keywords(facts);
        ListVerdicts verdicts = facts.get(ListFacts.CLIENT).orElse(ListVerdicts.NONE).and(facts.get(ListFacts.SENDER).orElse(ListVerdicts.NONE)).of(keywords.dnsLists());
        if (Stranger.mayReach(request.forwardPath())) {
            return new StageResult.Next(Marks.added(facts, verdicts.marks()));
        }
        TriedLists lists = TriedLists.of(verdicts, facts);
        return ListAgainst.of(lists.meant(), keywords, false).<StageResult>map(no -> new StageResult.Refuse(no.reply(), no.reason()))
                .orElseGet(() -> new StageResult.Next(Marks.added(lists.noted(keywords, false, facts), verdicts.marks())));
    }
}
