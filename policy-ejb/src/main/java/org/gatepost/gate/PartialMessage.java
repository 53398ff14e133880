package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.channel.ContentKeywords.PartialMessages;
import org.gatepost.sieve.message.MediaType;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: a part of a message that was sent in pieces (RFC 2046 section 5.2.2), which the recipient's program puts together where no engine looks: refused or
 * held where the source channel says so by {@code partialmessages}. Of several Content-Type fields any may be the one that counts there.
 */
final class PartialMessage implements Stage<JudgedMessage> {

    private static final int WORDS_MAX = 200;

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        PartialMessages wish = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().content().partial();
        Optional<MediaType> part = wish == PartialMessages.PASS ? Optional.empty()
                : message.header().all("content-type").stream().map(field -> MediaType.read(field.value())).filter(type -> type.is("message", "partial")).findFirst();
        if (part.isEmpty()) {
            return new StageResult.Next(facts);
        }
        String which = words(part.get());
        return wish == PartialMessages.REFUSE ? new StageResult.Refuse(Replies.PART_OF_A_MESSAGE, which)
                : new StageResult.Next(facts.with(GateFacts.RECIPIENTS, facts.require(GateFacts.RECIPIENTS).stream()
                        .map(recipient -> recipient.with(recipient.copies().stream().map(copy -> held(copy, which)).toList())).toList()));
    }

    private AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, String which) {
        return copy.held().isPresent() ? copy : copy.heldBy(new AcceptedRecipient.Hold(name(), which));
    }

    /** What came from outside is not all told. */
    private static String words(MediaType part) {
        String all = "message/partial, part " + part.parameter("number").orElse("?") + " of " + part.parameter("total").orElse("?") + " of " + part.parameter("id").orElse("?");
        return TableLog.printable(all.substring(0, Math.min(all.length(), WORDS_MAX)));
    }
}
