package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: no stranger sends under a domain of ours (keyword {@code ownsenderauth}); for sites whose users all authenticate. */
final class OwnDomainLogin implements Stage<MailRequest> {

    private final Directory directory;

    OwnDomainLogin(Directory directory) {
        this.directory = directory;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        Optional<Mailbox> sender = request.reversePath().mailbox();
        if (sender.isEmpty() || !Stranger.keywords(facts).ownNeedLogin()) {
            return new StageResult.Next(facts);
        }
        return switch (directory.domain(sender.get().domain())) {
            case Match.Found<MailDomain> ours -> new StageResult.Refuse(Replies.OUR_DOMAIN_NEEDS_LOGIN, sender.get().domain() + " is ours");
            case Match.NotFound<MailDomain>() -> new StageResult.Next(facts);
            case Match.Unavailable<MailDomain>(String why) -> new StageResult.Refuse(Replies.SENDER_DOMAIN_UNVERIFIED, why);
            case Match.Conflicting<MailDomain>(String why) -> new StageResult.Refuse(Replies.SENDER_DOMAIN_UNVERIFIED, why);
        };
    }
}
