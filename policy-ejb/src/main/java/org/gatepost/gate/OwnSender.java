package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.SubmissionKeywords;
import org.gatepost.directory.LoginUser;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL on a submission channel: a user sends under addresses of its own, or as nobody, as one who notifies (RFC 6409 section 6.1). */
final class OwnSender implements Stage<MailRequest> {

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        SubmissionKeywords submission = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().submission();
        Optional<LoginUser> user = facts.get(GateFacts.USER);
        Optional<Mailbox> sender = request.reversePath().mailbox();
        if (!submission.submit() || submission.anySender() || user.isEmpty() || sender.isEmpty() || user.get().has(sender.get())) {
            return new StageResult.Next(facts);
        }
        return new StageResult.Refuse(Replies.NOT_YOUR_ADDRESS, sender.get() + " is not an address of " + user.get().mail());
    }
}
