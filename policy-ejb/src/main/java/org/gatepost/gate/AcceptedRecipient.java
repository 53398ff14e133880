package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.mail.SizeLimit;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;

/**
 * A recipient that was answered 250, and the copies that follow from it: one for a mailbox, several for a forward or a group.
 *
 * @param copies at least one
 * @param skipped members and forwardings that get no copy, each with its reason; for the trace
 */
public record AcceptedRecipient(ForwardPath presented, RcptParameters parameters, List<Copy> copies, List<String> skipped) {

    /**
     * One copy of the message.
     *
     * @param octetsMax greatest message it may be, by the limits of recipient, group, domain and channel
     * @param held why it is kept back, where it is
     */
    public record Copy(Mailbox address, Route route, OptionalLong octetsMax, Optional<Hold> held) {

        /** True where a message of that many octets is over the limit. */
        boolean isTooLarge(long octets) {
            return SizeLimit.isExceeded(octetsMax, octets);
        }

        Copy heldBy(Hold hold) {
            return new Copy(address, route, octetsMax, Optional.of(hold));
        }
    }

    /** Why a copy is kept back: the stage that says so, and in a sentence. */
    public record Hold(String by, String why) {
    }

    public AcceptedRecipient {
        copies = List.copyOf(copies);
        skipped = List.copyOf(skipped);
    }

    AcceptedRecipient with(List<Copy> others) {
        return new AcceptedRecipient(presented, parameters, others, skipped);
    }
}
