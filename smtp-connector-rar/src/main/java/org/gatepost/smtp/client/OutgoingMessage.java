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
 * @param demands what must be kept, or the message is refused before it is sent
 */
public record OutgoingMessage(ReversePath reversePath, MailParameters parameters, List<To> recipients, OutgoingContent content, Demands demands) {

    /**
     * What the message asks of every hop, without which it does not go on.
     *
     * @param requireTls RFC 8689
     * @param smtpUtf8 RFC 6531: addresses or header fields that are not ASCII
     */
    public record Demands(boolean requireTls, boolean smtpUtf8) {
        public static final Demands NONE = new Demands(false, false);
    }

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

    /** A message that asks for nothing but what its addresses do. */
    public OutgoingMessage(ReversePath reversePath, MailParameters parameters, List<To> recipients, OutgoingContent content) {
        this(reversePath, parameters, recipients, content, new Demands(false,
                !isAscii(reversePath.address()) || !recipients.stream().allMatch(to -> isAscii(to.address().address()))));
    }

    private static boolean isAscii(String address) {
        return address.chars().allMatch(c -> c < 128);
    }

    private static void requireOneLine(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) < ' ' || address.charAt(i) == 127) {
                throw new IllegalArgumentException("an address with control characters cannot be sent");
            }
        }
    }
}
