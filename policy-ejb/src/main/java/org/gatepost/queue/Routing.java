package org.gatepost.queue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.gatepost.mail.Recipient;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.stage.Match;

/** Port: which way mail leaves. Used for reports and notices, which are routed as any other mail is. Safe for use by many threads. */
public interface Routing {

    /**
     * Where mail for an address goes: one destination, or several after forwarding and expansion.
     *
     * @return {@link Match.NotFound} for a local address that does not exist or takes no mail
     */
    Match<List<Destination>> route(Mailbox address);

    /** Of the ways that an address leads, the one to the mailbox of that name, and none of those its mail is sent on by; empty where there is no such mailbox. */
    static List<Destination> toMailbox(Mailbox address, List<Destination> ways) {
        return ways.stream().filter(way -> way.address().equals(address)).limit(1).toList();
    }

    /** Entries for a message that we write, one for each route. */
    static List<QueueEntry> entries(List<Destination> destinations, ForwardPath presented, RecipientState state, Supplier<UUID> newId) {
        Map<Route, List<QueuedRecipient>> byRoute = new LinkedHashMap<>();
        int number = 0;
        for (Destination destination : destinations) {
            Recipient recipient = new Recipient(destination.address(), presented, RcptParameters.NONE);
            byRoute.computeIfAbsent(destination.route(), route -> new ArrayList<>()).add(new QueuedRecipient(++number, recipient, state));
        }
        return byRoute.entrySet().stream().map(each -> QueueEntry.fresh(newId.get(), each.getKey(), each.getValue())).toList();
    }

    /** One copy's address and way. */
    record Destination(Mailbox address, Route route) {
    }
}
