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
 * RCPT: mail for a domain that is not ours is taken from nobody who is not allowed to relay, and nobody is yet. Nothing passes this stage by
 * another's word. A directory that cannot be asked is the next stage's to answer.
 */
final class RelayControl implements Stage<RcptRequest> {

    private final Directory directory;

    RelayControl(Directory directory) {
        this.directory = directory;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        if (!request.forwardPath().isBarePostmaster()
                && directory.domain(request.forwardPath().mailbox().domain()) instanceof Match.NotFound<MailDomain>) {
            return new StageResult.Refuse(Replies.RELAYING_DENIED, request.forwardPath().mailbox().domain() + " is not local");
        }
        return new StageResult.Next(facts);
    }
}
