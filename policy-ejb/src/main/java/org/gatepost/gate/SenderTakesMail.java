package org.gatepost.gate;

import org.gatepost.dns.DnsAnswer;
import org.gatepost.dns.DnsLookup;
import org.gatepost.dns.MailExchanger;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * MAIL, the last, where the source channel wants it ({@code mailfromdnsverify}): a sender's domain that says it takes no mail (RFC 7505 section 4.2), or
 * does not exist, can be sent no report. Nobody who authenticated is asked.
 */
final class SenderTakesMail implements Stage<MailRequest> {

    private final DnsLookup dns;

    SenderTakesMail(DnsLookup dns) {
        this.dns = dns;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        boolean asks = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().connection().verifiesSender() && facts.get(GateFacts.USER).isEmpty();
        if (!asks || request.reversePath().mailbox().isEmpty()) {
            return new StageResult.Next(facts);
        }
        Mailbox sender = request.reversePath().mailbox().get();
        if (sender.domain().startsWith("[") || sender.asciiDomain().isEmpty()) {
            return new StageResult.Next(facts);
        }
        return switch (dns.mailExchangers(sender.asciiDomain().get())) {
            case DnsAnswer.TemporaryFailure<MailExchanger>(String why) -> new StageResult.Refuse(Replies.SENDER_CANNOT_BE_CHECKED, "no answer about " + sender.domain() + ": " + why);
            case DnsAnswer.Records<MailExchanger> records when records.records().stream().allMatch(mx -> mx.host().isEmpty()) ->
                new StageResult.Refuse(Replies.SENDER_TAKES_NO_MAIL, sender.domain() + " has a null MX");
            case DnsAnswer.Records<MailExchanger> records -> new StageResult.Next(facts);
            case DnsAnswer.NoRecords<MailExchanger> none when !none.nameExists() -> new StageResult.Refuse(Replies.NO_SUCH_SENDER_DOMAIN, sender.domain() + " does not exist");
            case DnsAnswer.NoRecords<MailExchanger> none -> new StageResult.Next(facts);
        };
    }
}
