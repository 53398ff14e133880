package org.gatepost.directory;

import java.util.List;
import java.util.OptionalLong;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/** What the directory makes of one RCPT. */
public sealed interface RecipientDecision {

    /**
     * It is ours and leads to these copies.
     *
     * @param deliveries at least one; no address twice
     * @param octetsMax greatest message to this recipient: the least limit of its domain and of the user or group; a declared size is within it
     * @param skipped copies that are not made, each with its reason; for the trace
     * @param noSolicit solicitations the recipient does not want, by its own word or its domain's
     * @param approvals what the message itself must show for the groups it came through
     */
    record Accept(List<Delivery> deliveries, OptionalLong octetsMax, List<String> skipped, NoSolicit noSolicit, List<Approval> approvals) implements RecipientDecision {
        public Accept {
            deliveries = List.copyOf(deliveries);
            skipped = List.copyOf(skipped);
            approvals = List.copyOf(approvals);
            if (deliveries.isEmpty()) {
                throw new IllegalArgumentException("an accepted recipient leads to a copy");
            }
        }

        /** A recipient whose messages need show nothing. */
        public Accept(List<Delivery> deliveries, OptionalLong octetsMax, List<String> skipped, NoSolicit noSolicit) {
            this(deliveries, octetsMax, skipped, noSolicit, List.of());
        }

        Accept with(NoSolicit classes) {
            return new Accept(deliveries, octetsMax, skipped, classes, approvals);
        }
    }

    /**
     * It is ours and is refused, for good or for now.
     *
     * @param reason for the trace, never for the client
     */
    record Refuse(Reply reply, String reason) implements RecipientDecision {
    }

    /** Its domain is not ours: whether we relay is not the directory's to say. */
    record NotLocal(Mailbox address) implements RecipientDecision {
    }
}
