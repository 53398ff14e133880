package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.channel.Channel;
import org.gatepost.directory.Delivery;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.RecipientDecision;
import org.gatepost.directory.RecipientLookup;
import org.gatepost.directory.Submitter;
import org.gatepost.mail.NoSolicit;
import org.gatepost.mail.SizeLimit;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT: what the directory says of a local recipient: domain status, account, account status, sizes, group submission, expansion. What it accepts
 * is kept with its copies and their routes.
 */
final class AccountLookup implements Stage<RcptRequest> {

    /** Copies a transaction's groups and forwardings may make together; beyond it 452 4.5.3. */
    static final int COPIES_MAX = 10_000;

    private final RecipientLookup lookup;

    AccountLookup(RecipientLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        Submitter submitter = new Submitter(request.mail().reversePath(), facts.get(GateFacts.USER).map(LoginUser::mail));
        RewrittenRecipient recipient = RewrittenRecipient.of(request, facts);
        if (recipient.channel().isPresent()) {
            return byChannel(facts, request, recipient.path().mailbox(), facts.require(GateFacts.POLICY).channel(recipient.channel().get()));
        }
        return switch (lookup.decide(recipient.path(), submitter, request.mail().parameters().size())) {
            case RecipientDecision.Accept accept when copies(facts) + accept.deliveries().size() > COPIES_MAX ->
                new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, "more than " + COPIES_MAX + " copies");
            case RecipientDecision.Accept accept -> accepted(facts, request, accept);
            case RecipientDecision.Refuse refuse -> new StageResult.Refuse(refuse.reply(), refuse.reason());
            case RecipientDecision.NotLocal(Mailbox address) when RelayControl.mayRelay(facts) -> relayed(facts, request, address);
            case RecipientDecision.NotLocal(Mailbox address) -> new StageResult.Refuse(Replies.RELAYING_DENIED, address.domain() + " is not local");
        };
    }

    /** A recipient that rewrite rules gave a channel: whether there is one, its next hop knows. */
    private StageResult byChannel(SessionFacts facts, RcptRequest request, Mailbox address, Channel channel) {
        if (copies(facts) + 1 > COPIES_MAX) {
            return new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, "more than " + COPIES_MAX + " copies");
        }
        if (SizeLimit.isExceeded(channel.octetsMax(), request.mail().parameters().size())) {
            return new StageResult.Refuse(Replies.TOO_LARGE_FOR_RECIPIENT, "channel " + channel.name() + " takes " + channel.octetsMax().getAsLong() + " octets");
        }
        AcceptedRecipient.Copy copy = new AcceptedRecipient.Copy(address, DestinationRouting.routeBy(channel, address), channel.octetsMax(), Optional.empty(), Optional.empty());
        return accepted(facts, request, outside(address), List.of(copy));
    }

    /** Somebody else's recipient, whom one of ours writes to: one copy for the outside. */
    private StageResult relayed(SessionFacts facts, RcptRequest request, Mailbox address) {
        return copies(facts) + 1 > COPIES_MAX ? new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, "more than " + COPIES_MAX + " copies")
                : accepted(facts, request, outside(address));
    }

    private static RecipientDecision.Accept outside(Mailbox address) {
        return new RecipientDecision.Accept(List.of(new Delivery(address, false, Optional.empty(), OptionalLong.empty())), OptionalLong.empty(), List.of(), NoSolicit.NONE);
    }

    private static int copies(SessionFacts facts) {
        return facts.require(GateFacts.RECIPIENTS).stream().mapToInt(recipient -> recipient.copies().size()).sum();
    }

    private StageResult accepted(SessionFacts facts, RcptRequest request, RecipientDecision.Accept accept) {
        DestinationRouting routing = new DestinationRouting(facts.require(GateFacts.POLICY));
        return accepted(facts, request, accept, accept.deliveries().stream().map(delivery -> routing.copyOf(delivery, accept.octetsMax(), name())).toList());
    }

    private StageResult accepted(SessionFacts facts, RcptRequest request, RecipientDecision.Accept accept, List<AcceptedRecipient.Copy> copies) {
        DestinationRouting routing = new DestinationRouting(facts.require(GateFacts.POLICY));
        NoSolicit noSolicit = accept.noSolicit();
        for (AcceptedRecipient.Copy copy : copies) {
            noSolicit = noSolicit.and(routing.noSolicit(copy.route()));
        }
        // RFC 3865 section 2.
        if (noSolicit.refuses(request.mail().parameters().handling().solicitations())) {
            return new StageResult.Refuse(Replies.SOLICITATION_REFUSED, "SOLICIT= names a class this recipient does not want");
        }
        List<AcceptedRecipient> recipients = new ArrayList<>(facts.require(GateFacts.RECIPIENTS));
        recipients.add(new AcceptedRecipient(request.forwardPath(), request.parameters(), copies, accept.skipped(), noSolicit, accept.approvals(), Optional.empty()));
        return new StageResult.Next(
                facts.with(GateFacts.RECIPIENTS, recipients).weighing(facts.weight() + Math.max(1, copies.size() + accept.skipped().size())));
    }
}
