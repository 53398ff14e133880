package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.ContentKeywords.PartialMessages;
import org.gatepost.partial.PartFields;
import org.gatepost.sieve.message.MediaType;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: a part of a message that was sent in pieces (RFC 2046 section 5.2.2), which the recipient's program puts together where no engine looks: refused or
 * held where the source channel says so by {@code partialmessages}; and refused where parts are to be put together, which happens before ({@link Defragmentation}), and this one cannot be. Of several Content-Type fields any may be the one that counts there.
 */
final class PartialMessage implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        PartialMessages wish = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().content().partial();
        Optional<MediaType> part = wish == PartialMessages.PASS ? Optional.empty() : PartFields.type(message.header());
        if (part.isEmpty()) {
            return new StageResult.Next(facts);
        }
        String which = TableLog.printable(PartFields.words(part.get()));
        if (wish == PartialMessages.DEFRAGMENT) {
            return new StageResult.Refuse(Replies.PART_OF_A_MESSAGE, which + ", which cannot be put together, or was and is a part again");
        }
        return wish == PartialMessages.REFUSE ? new StageResult.Refuse(Replies.PART_OF_A_MESSAGE, which)
                : new StageResult.Next(facts.with(GateFacts.RECIPIENTS, facts.require(GateFacts.RECIPIENTS).stream()
                        .map(recipient -> recipient.with(recipient.copies().stream().map(copy -> held(copy, which)).toList())).toList()));
    }

    private AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, String which) {
        return copy.held().isPresent() ? copy : copy.heldBy(new AcceptedRecipient.Hold(name(), which));
    }
}
