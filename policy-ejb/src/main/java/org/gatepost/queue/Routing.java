package org.gatepost.queue;

import java.util.List;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** Port: which way mail leaves. Used for reports and notices, which are routed as any other mail is. Safe for use by many threads. */
public interface Routing {

    /**
     * Where mail for an address goes: one destination, or several after forwarding and expansion.
     *
     * @return {@link Match.NotFound} for a local address that does not exist or takes no mail
     */
    Match<List<Destination>> route(Mailbox address);

    /** One copy's address and way. */
    record Destination(Mailbox address, Route route) {
    }
}
