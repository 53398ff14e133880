package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.channel.Channel;

/** A message to very many is kept until somebody has looked at it: keyword {@code holdlimit} of its source channel. */
record HoldLimit(OptionalInt copiesMax) {

    static HoldLimit of(Channel source) {
        return new HoldLimit(source.keywords().transport().queue().holdLimit());
    }

    /** The recipients, all their copies held where these are more than the limit; what is held already stays so for its own reason. */
    List<AcceptedRecipient> held(List<AcceptedRecipient> recipients) {
        int copies = recipients.stream().mapToInt(recipient -> recipient.copies().size()).sum();
        if (copiesMax.isEmpty() || copies <= copiesMax.getAsInt()) {
            return recipients;
        }
        AcceptedRecipient.Hold hold = new AcceptedRecipient.Hold("HoldLimit", copies + " copies, " + copiesMax.getAsInt() + " may go");
        return recipients.stream().map(recipient -> recipient.with(recipient.copies().stream()
                .map(copy -> copy.alsoHeldBy(hold)).toList()))
                .toList();
    }
}
