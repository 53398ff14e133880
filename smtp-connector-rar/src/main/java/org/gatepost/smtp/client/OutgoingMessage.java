package org.gatepost.smtp.client;

import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.DeliverBy;
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
 * @param came what a next hop of ours is told of the client it came from, where it takes that; nothing for a stranger
 */
public record OutgoingMessage(ReversePath reversePath, MailParameters parameters, List<To> recipients, OutgoingContent content, Demands demands, Optional<Xforward> came) {

    /**
     * What the message asks of every hop, without which it does not go on.
     *
     * @param requireTls RFC 8689
     * @param smtpUtf8 RFC 6531: addresses or header fields that are not ASCII
     * @param deliverBy RFC 2852: it is returned unless it is delivered in time
     */
    public record Demands(boolean requireTls, boolean smtpUtf8, boolean deliverBy) {
        public static final Demands NONE = new Demands(false, false, false);
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

    /** A message that asks for what its parameters and its addresses do. */
    public OutgoingMessage(ReversePath reversePath, MailParameters parameters, List<To> recipients, OutgoingContent content) {
        this(reversePath, parameters, recipients, content, new Demands(parameters.handling().requireTls(), parameters.handling().smtpUtf8()
                || !isAscii(reversePath.address()) || !recipients.stream().allMatch(to -> isAscii(to.address().address())),
                parameters.handling().deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).isPresent()), Optional.empty());
    }

    /** The same to a next hop of ours, which may know from whom it came. */
    public OutgoingMessage comingFrom(Xforward client) {
        return new OutgoingMessage(reversePath, parameters, recipients, content, demands, Optional.of(client));
    }

    /** The same to a server of mailboxes, where relaying ends: what is promised about relaying has been kept. */
    public OutgoingMessage toMailboxes() {
        return new OutgoingMessage(reversePath, parameters, recipients, content, new Demands(false, demands.smtpUtf8(), false), came);
    }

    private static boolean isAscii(String address) {
        return address.chars().allMatch(c -> c < 128);
    }

    /** Whether it can stand in a command. */
    static boolean isOneLine(String address) {
        for (int i = 0; i < address.length(); i++) {
            if (address.charAt(i) < ' ' || address.charAt(i) == 127) {
                return false;
            }
        }
        return true;
    }

    private static void requireOneLine(String address) {
        if (!isOneLine(address)) {
            throw new IllegalArgumentException("an address with control characters cannot be sent");
        }
    }
}
