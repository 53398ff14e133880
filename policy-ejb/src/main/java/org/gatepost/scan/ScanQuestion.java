package org.gatepost.scan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MessageContent;

/**
 * What an engine is asked about: a content as received, and as much of its envelope and its client as the engine's protocol can carry. The message stays
 * ours whatever the answer is. Immutable; the content belongs to who asks and is open until the answer is there.
 *
 * @param content as received, before any edit
 * @param id what we call it in this node's trace, of ASCII letters, digits, {@code -} and {@code /}
 * @param client who sent it; empty for what we ask about on our own account
 * @param sender the reverse-path
 * @param recipients the copies the answer is for, each address once, in order; may be empty
 * @param deadline for the answer, connecting included
 */
public record ScanQuestion(MessageContent content, String id, Optional<Client> client, ReversePath sender, List<Addressee> recipients, Duration deadline) {

    /**
     * Who sent it.
     *
     * @param name by reverse look-up, confirmed
     * @param hello the argument of HELO or EHLO, as given and never trusted
     * @param identity the authenticated user
     * @param mechanism by which the user proved it, where that is known
     */
    public record Client(IpAddress address, int port, Optional<String> name, String hello, Optional<TlsSession> tls, Optional<String> identity, Optional<String> mechanism) {

        /** One of whom the mechanism is not known. */
        public Client(IpAddress address, int port, Optional<String> name, String hello, Optional<TlsSession> tls, Optional<String> identity) {
            this(address, port, name, hello, tls, identity, Optional.empty());
        }
    }

    /**
     * One copy.
     *
     * @param address where it goes, after forwarding and expansion
     * @param optIns the values that channel, domain and recipient opt in with, added together; what they mean is the engine's
     */
    public record Addressee(Mailbox address, List<String> optIns) {
        public Addressee {
            optIns = List.copyOf(optIns);
        }
    }

    public ScanQuestion {
        recipients = List.copyOf(recipients);
    }

    /** About a content alone. */
    public static ScanQuestion about(MessageContent content, Duration deadline) {
        return new ScanQuestion(content, "-", Optional.empty(), ReversePath.NULL, List.of(), deadline);
    }

    /** The same about some of its copies. */
    ScanQuestion about(List<Addressee> some) {
        return some.equals(recipients) ? this : new ScanQuestion(content, id, client, sender, some, deadline);
    }

    /** The same, to be answered within that time. */
    public ScanQuestion within(Duration time) {
        return new ScanQuestion(content, id, client, sender, recipients, time);
    }

    /** The opt-in values of all copies, each once. */
    public List<String> optIns() {
        return recipients.stream().flatMap(recipient -> recipient.optIns().stream()).distinct().toList();
    }
}
