package org.gatepost.gate;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.DnsListCheck;
import org.gatepost.dnslist.ListFacts;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Connect: what the channel's lists say of the client's address. It is answered here only where the channel says so; else to each recipient. */
final class DnsListsAsked implements Stage<ConnectRequest> {

    private final DnsListCheck check;

    DnsListsAsked(DnsListCheck check) {
        this.check = check;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        NameKeywords keywords = Stranger.keywords(facts);
        if (keywords.dnsLists().isEmpty()) {
            return new StageResult.Next(facts);
        }
        ListVerdicts verdicts = check.ask(facts.require(GateFacts.POLICY).names().lists(keywords.dnsLists()), request.connection().clientAddress());
        SessionFacts known = facts.with(ListFacts.CLIENT, verdicts);
        if (!keywords.listsAtConnect()) {
            return new StageResult.Next(known);
        }
        TriedLists lists = TriedLists.of(verdicts, facts);
        return ListAgainst.of(lists.meant(), keywords, true).<StageResult>map(no -> new StageResult.HangUp(no.reply(), no.reason()))
                .orElseGet(() -> new StageResult.Next(lists.noted(keywords, true, known)));
    }
}
