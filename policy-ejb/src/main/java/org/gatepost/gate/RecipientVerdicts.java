package org.gatepost.gate;

import java.util.List;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * What the stages of a message came to, recipient by recipient: the one place where different verdicts are made one answer.
 *
 * <p>All refused: so is the message, for now where one of them was refused for now. Some refused: with PRDR each is told, and those refused get no copy;
 * without it there is one reply, and it must be positive, so their copies are held, and {@link NewMessages} does with them what the source channel says.
 */
record RecipientVerdicts(List<AcceptedRecipient> recipients, boolean toldEach) {

    RecipientVerdicts {
        recipients = List.copyOf(recipients);
    }

    boolean refusesAll() {
        return recipients.stream().allMatch(recipient -> recipient.refusal().isPresent());
    }

    /** The message's refusal, where all are refused. */
    AcceptedRecipient.Refusal common() {
        List<AcceptedRecipient.Refusal> refusals = refused().stream().map(recipient -> recipient.refusal().orElseThrow()).toList();
        return refusals.stream().filter(refusal -> refusal.reply().isTransient()).findFirst().orElseGet(refusals::getFirst);
    }

    /** What each is told, in order; empty where they are not told. */
    List<Reply> replies() {
        return toldEach ? recipients.stream().map(recipient -> recipient.refusal().map(AcceptedRecipient.Refusal::reply).orElse(Replies.RECIPIENT_CONTENT_OK)).toList()
                : List.of();
    }

    List<AcceptedRecipient> refused() {
        return recipients.stream().filter(recipient -> recipient.refusal().isPresent()).toList();
    }

    /** Whose copies become ours. */
    List<AcceptedRecipient> taken() {
        if (toldEach) {
            return recipients.stream().filter(recipient -> recipient.refusal().isEmpty()).toList();
        }
        return recipients.stream().map(RecipientVerdicts::heldWhereRefused).toList();
    }

    private static AcceptedRecipient heldWhereRefused(AcceptedRecipient recipient) {
        return recipient.refusal().map(refusal -> new AcceptedRecipient.Hold(refusal.by(), refusal.reason()))
                .map(hold -> recipient.with(recipient.copies().stream().map(copy -> copy.isQuarantined() ? copy : copy.heldInsteadBy(hold)).toList())).orElse(recipient);
    }
}
