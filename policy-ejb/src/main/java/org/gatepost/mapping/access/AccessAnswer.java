package org.gatepost.mapping.access;

import org.gatepost.mapping.Flags;
import org.gatepost.mapping.MappingAnswer;
import org.gatepost.smtp.protocol.EnhancedStatus;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/** What an access table says about a sender or a recipient. */
public sealed interface AccessAnswer {

    /** No objection. Permits nothing: what other stages refuse stays refused. */
    record Passes(AccessEffects effects) implements AccessAnswer {
    }

    record Refuses(Reply reply, AccessEffects effects) implements AccessAnswer {
    }

    /** Nobody can tell; 4xx. */
    record Undecided(String why) implements AccessAnswer {
    }

    /**
     * Reads a table's answer.
     *
     * @param ofSender whether it is about the sender (FROM_ACCESS), which has flags of its own
     */
    static AccessAnswer of(MappingAnswer answer, boolean ofSender) {
        return switch (answer) {
            case MappingAnswer.NoMatch() -> new Passes(AccessEffects.NONE);
            case MappingAnswer.Unavailable(String why) -> new Undecided(why);
            case MappingAnswer.Mapped(String output, Flags flags) -> {
                AccessEffects.Taken taken = AccessEffects.from(output, flags, ofSender);
                yield flags.has('N') || flags.has('F') ? new Refuses(refusal(taken), taken.effects()) : new Passes(taken.effects());
            }
        };
    }

    private static Reply refusal(AccessEffects.Taken taken) {
        EnhancedStatus status = taken.effects().argument(AccessArgument.STATUS).map(AccessAnswer::status).orElse(Replies.ADDRESS_NOT_ALLOWED.status());
        String text = taken.rest().isBlank() ? Replies.ADDRESS_NOT_ALLOWED.lines().getFirst() : taken.rest();
        return Reply.quoting(status.statusClass() == 4 ? 450 : 550, status.toString(), text);
    }

    /** One that is none, or one of success, is that of any refusal. */
    private static EnhancedStatus status(String text) {
        return text.strip().matches("[45](\\.[0-9]{1,3}){2}") ? EnhancedStatus.of(text.strip()) : Replies.ADDRESS_NOT_ALLOWED.status();
    }
}
