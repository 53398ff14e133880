package org.gatepost.gate;

import java.util.Optional;

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

    private final DnsListCheck lists;

    DnsListsAsked(DnsListCheck lists) {
        this.lists = lists;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        NameKeywords keywords = Stranger.keywords(facts);
        if (keywords.dnsLists().isEmpty()) {
            return new StageResult.Next(facts);
        }
        ListVerdicts verdicts = lists.ask(facts.require(GateFacts.POLICY).names().lists(keywords.dnsLists()), request.connection().clientAddress());
        Optional<ListAgainst> against = keywords.listsAtConnect() ? ListAgainst.of(verdicts, keywords, true) : Optional.empty();
        return against.<StageResult>map(no -> new StageResult.HangUp(no.reply(), no.reason())).orElseGet(() -> new StageResult.Next(facts.with(ListFacts.CLIENT, verdicts)));
    }
}
