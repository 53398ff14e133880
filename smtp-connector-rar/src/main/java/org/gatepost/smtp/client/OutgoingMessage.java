package org.gatepost.smtp.client;

import java.util.List;

import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;

/**
 * One mail transaction to be made.
 *
 * @param parameters BODY, RET and ENVID are passed on where the next hop offers to take them; the size is the content's own
 * @param recipients at least one
 */
public record OutgoingMessage(ReversePath reversePath, MailParameters parameters, List<To> recipients, OutgoingContent content) {

    /** One recipient; NOTIFY and ORCPT are passed on where the next hop offers DSN. */
    public record To(Mailbox address, RcptParameters parameters) {
        public To {
            requireOneLine(address.address());
        }
    }

    public OutgoingMessage {
        recipients = List.copyOf(recipients);
        requireOneLine(reversePath.address());
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a transaction needs a recipient");
        }
    }

    private static void requireOneLine(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) < ' ' || address.charAt(i) == 127) {
                throw new IllegalArgumentException("an address with control characters cannot be sent");
            }
        }
    }
}
