package org.gatepost.gate;

import java.util.List;
import java.util.Optional;

import org.gatepost.channel.NameKeywords;
import org.gatepost.dnslist.DnsList;
import org.gatepost.dnslist.DnsListCheck;
import org.gatepost.dnslist.ListFacts;
import org.gatepost.dnslist.ListVerdicts;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * MAIL: what the channel's lists say of the domain of the reverse-path, and of the client where the session has come into a channel that asks others than the one it
 * connected to; answered to each recipient.
 */
final class DnsListsAtMail implements Stage<MailRequest> {

    private final DnsListCheck lists;

    DnsListsAtMail(DnsListCheck lists) {
        this.lists = lists;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        NameKeywords keywords = Stranger.keywords(facts);
        if (keywords.dnsLists().isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<DnsList> named = facts.require(GateFacts.POLICY).names().lists(keywords.dnsLists());
        ListVerdicts known = facts.get(ListFacts.CLIENT).orElse(ListVerdicts.NONE);
        List<DnsList> others = named.stream().filter(list -> !known.asked().contains(list.name())).toList();
        SessionFacts more = facts.with(ListFacts.CLIENT, known.and(lists.ask(others, request.connection().clientAddress())));
        Optional<String> domain = request.reversePath().mailbox().flatMap(Mailbox::asciiDomain).filter(name -> !name.startsWith("["));
        return new StageResult.Next(domain.isEmpty() ? more : more.with(ListFacts.SENDER, lists.ask(named, domain.get())));
    }
}
