package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.directory.Delivery;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;

/** Which way what we originate goes: by the same directory and the same channels as everybody's mail. Safe for use by many threads. */
final class ReportRouting implements Routing {

    private final RecipientLookup lookup;
    private final PolicySource policy;
    private final AddressRewriter rewriter;

    ReportRouting(RecipientLookup lookup, PolicySource policy, AddressRewriter rewriter) {
        this.rewriter = rewriter;
        this.lookup = lookup;
        this.policy = policy;
    }

    @Override
    public Match<List<Destination>> route(Mailbox address) {
        return switch (lookup.decide(new ForwardPath(address), Submitter.stranger(ReversePath.NULL), OptionalLong.empty())) {
            // What we write has no group's password.
            case RecipientDecision.Accept accept when !accept.approvals().isEmpty() -> new Match.NotFound<>();
            case RecipientDecision.Accept accept -> destinations(accept.deliveries());
            case RecipientDecision.NotLocal(Mailbox remote) ->
                destinations(List.of(new Delivery(remote, false, Optional.empty(), OptionalLong.empty())));
            case RecipientDecision.Refuse refuse when refuse.reply().isTransient() -> new Match.Unavailable<>(refuse.reason());
            case RecipientDecision.Refuse refuse -> new Match.NotFound<>();
        };
    }

    private Match<List<Destination>> destinations(List<Delivery> deliveries) {
        PolicySnapshot now = policy.current();
        DestinationRouting routing = new DestinationRouting(now);
        return rewriter.onward(deliveries.stream().map(delivery -> routing.copyOf(delivery, OptionalLong.empty(), ReportRouting.class.getSimpleName())).toList(), now, Optional.empty())
                .map(copies -> copies.stream().filter(copy -> copy.held().filter(hold -> hold.why().equals(AddressRewriter.NOT_TAKEN)).isEmpty()).map(copy -> new Destination(copy.address(), copy.route())).toList());
    }
}
