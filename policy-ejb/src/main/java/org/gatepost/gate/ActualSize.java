package org.gatepost.gate;

import java.util.List;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: the real size against each copy's limit. Over all of them it is refused; over all of one recipient's, that recipient is; over some of them,
 * those copies are held.
 */
final class ActualSize implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        long octets = message.octets();
        long tooLarge = recipients.stream().flatMap(r -> r.copies().stream()).filter(copy -> copy.isTooLarge(octets)).count();
        if (tooLarge == 0) {
            return new StageResult.Next(facts);
        }
        if (tooLarge == recipients.stream().mapToInt(r -> r.copies().size()).sum()) {
            return new StageResult.Refuse(Replies.TOO_LARGE_FOR_RECIPIENT, "a message of " + octets + " octets is over the limit of each recipient");
        }
        String why = "a message of " + octets + " octets is over this recipient's limit";
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients.stream().map(recipient -> judged(recipient, octets, why)).toList()));
    }

    private AcceptedRecipient judged(AcceptedRecipient recipient, long octets, String why) {
        if (recipient.copies().stream().allMatch(copy -> copy.isTooLarge(octets))) {
            return recipient.refusedBy(new AcceptedRecipient.Refusal(name(), Replies.TOO_LARGE_FOR_RECIPIENT, why));
        }
        AcceptedRecipient.Hold hold = new AcceptedRecipient.Hold(name(), why);
        return recipient.with(recipient.copies().stream().map(copy -> copy.isTooLarge(octets) ? copy.heldBy(hold) : copy).toList());
    }
}
