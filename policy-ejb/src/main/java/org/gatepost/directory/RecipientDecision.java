package org.gatepost.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/** What the directory makes of one RCPT. */
public sealed interface RecipientDecision {

    /**
     * It is ours and leads to these copies.
     *
     * @param deliveries at least one; no address twice
     * @param octetsMax greatest message to this recipient: the least limit of its domain and of the user or group
     * @param skipped copies that are not made, each with its reason; for the trace
     */
    record Accept(List<Delivery> deliveries, OptionalLong octetsMax, List<String> skipped) implements RecipientDecision {
        public Accept {
            deliveries = List.copyOf(deliveries);
            skipped = List.copyOf(skipped);
            if (deliveries.isEmpty()) {
                throw new IllegalArgumentException("an accepted recipient leads to a copy");
            }
        }

        /**
         * The same recipient once the message's true size is known (house limit: 552 5.2.3 at the end of data): refused where it exceeds the
         * recipient's limit or that of every copy; else without the copies that cannot take it.
         */
        public RecipientDecision forSize(long octets) {
            if (octetsMax.isPresent() && octets > octetsMax.getAsLong()) {
                return new Refuse(AccountReplies.TOO_LARGE, "message of " + octets + " octets exceeds the limit " + octetsMax.getAsLong());
            }
            List<Delivery> fitting = new ArrayList<>();
            List<String> left = new ArrayList<>(skipped);
            for (Delivery delivery : deliveries) {
                if (delivery.octetsMax().isPresent() && octets > delivery.octetsMax().getAsLong()) {
                    left.add(delivery.address() + ": message exceeds its limit " + delivery.octetsMax().getAsLong());
                } else {
                    fitting.add(delivery);
                }
            }
            return fitting.isEmpty() ? new Refuse(AccountReplies.TOO_LARGE, String.join("; ", left)) : new Accept(fitting, octetsMax, left);
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
