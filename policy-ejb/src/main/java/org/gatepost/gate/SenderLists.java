package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.DnsList;
import org.gatepost.dnslist.DnsListCheck;
import org.gatepost.dnslist.ListFacts;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: what the channel's lists say of the domain of the reverse-path; answered to each recipient. */
final class SenderLists implements Stage<MailRequest> {

    private final DnsListCheck lists;

    SenderLists(DnsListCheck lists) {
        this.lists = lists;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        NameKeywords keywords = Stranger.keywords(facts);
        Optional<String> domain = request.reversePath().mailbox().flatMap(Mailbox::asciiDomain).filter(name -> !name.startsWith("["));
        if (keywords.dnsLists().isEmpty() || domain.isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<DnsList> named = facts.require(GateFacts.POLICY).names().lists(keywords.dnsLists());
        return new StageResult.Next(facts.with(ListFacts.SENDER, lists.ask(named, domain.get())));
    }
}
