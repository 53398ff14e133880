package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mailauth.NameCheck;
import org.gatepost.mailauth.SenderDomain;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: nobody could be told of mail that fails, where the domain of its reverse-path takes none (keyword {@code mailfromdnsverify}). */
final class SenderDomainExists implements Stage<MailRequest> {

    private final NameCheck names;

    SenderDomainExists(NameCheck names) {
        this.names = names;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        Optional<Mailbox> sender = request.reversePath().mailbox();
        if (sender.isEmpty() || !Stranger.keywords(facts).senderDomain()) {
            return new StageResult.Next(facts);
        }
        return switch (names.sender(sender.get())) {
            case SenderDomain.TakesMail() -> new StageResult.Next(facts);
            case SenderDomain.NullExchanger() -> new StageResult.Refuse(Replies.SENDER_TAKES_NO_MAIL, sender.get().domain() + " has a null MX");
            case SenderDomain.Nowhere(String why) -> new StageResult.Refuse(Replies.SENDER_DOMAIN_NOWHERE, why);
            case SenderDomain.Unavailable(String why) -> new StageResult.Refuse(Replies.SENDER_DOMAIN_UNVERIFIED, sender.get().domain() + ": " + why);
        };
    }
}
