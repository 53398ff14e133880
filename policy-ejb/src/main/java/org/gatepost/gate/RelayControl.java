package org.gatepost.gate;

import org.gatepost.directory.Directory;
import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT: mail for a domain that is not ours is taken from users who authenticated and from clients of an {@code internal} channel,
 * and from nobody else. Nothing passes this stage by another's word. A directory that cannot be asked is answered here: asking it again in the next stage would only make the client wait twice.
 */
final class RelayControl implements Stage<RcptRequest> {

    private final Directory directory;

    RelayControl(Directory directory) {
        this.directory = directory;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        RewrittenRecipient recipient = RewrittenRecipient.of(request, facts);
        if (recipient.path().isBarePostmaster()) {
            return new StageResult.Next(facts);
        }
        String domain = recipient.path().mailbox().domain();
        if (recipient.channel().isPresent()) {
            boolean taken = recipient.signed() || mayRelay(facts) || facts.require(GateFacts.POLICY).channel(recipient.channel().get()).keywords().transport().forwarding().relayDestination();
            return taken ? new StageResult.Next(facts) : new StageResult.Refuse(Replies.RELAYING_DENIED, domain + " goes to " + recipient.channel().get() + ", no relaydestination");
        }
        return switch (directory.domain(domain)) {
            case Match.Found<MailDomain> local -> new StageResult.Next(facts);
            case Match.NotFound<MailDomain>() when mayRelay(facts) -> new StageResult.Next(facts);
            case Match.NotFound<MailDomain>() -> new StageResult.Refuse(Replies.RELAYING_DENIED, domain + " is not local");
            case Match.Unavailable<MailDomain>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_UNAVAILABLE, why);
            case Match.Conflicting<MailDomain>(String why) -> new StageResult.Refuse(Replies.DIRECTORY_CONFLICT, why);
        };
    }

    /** Whether mail for anybody is taken of this session. */
    static boolean mayRelay(SessionFacts facts) {
        return facts.get(GateFacts.USER).isPresent() || facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions().internal();
    }
}
