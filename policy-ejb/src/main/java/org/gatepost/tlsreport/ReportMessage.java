package org.gatepost.tlsreport;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.gatepost.mail.QueueId;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.Originated;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;

/** Makes a message of a report that goes by mail: one that is to arrive whatever is wrong with encryption (RFC 8460 section 3). */
public final class ReportMessage {

    /** What stands for a session in its trace. */
    private static final String SESSION = "tls-report";

    private ReportMessage() {
    }

    /**
     * Who writes to whom.
     *
     * @param way where the mail goes
     */
    public record Addresses(Mailbox from, Mailbox to, List<Routing.Destination> way) {
        public Addresses {
            way = List.copyOf(way);
        }
    }

    /** @param rendered all of it */
    public static NewMessage of(byte[] rendered, Addresses addresses, long policyVersion, Instant at, RandomGenerator random) {
        return new Originated(SESSION, "TLS report", ReversePath.of(addresses.from()), addresses.to(), addresses.way(), Set.of(QueuedMessage.PREFERS_DELIVERY))
                .message(QueueId.make(at, random), rendered, policyVersion, at, random);
    }
}
