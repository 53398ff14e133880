package org.gatepost.gate;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.channel.VerifyKeywords;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.verify.NextHopAnswer;
import org.gatepost.verify.RecipientVerification;

/**
 * RCPT: whether the next hop takes the recipient, asked where its channel says so (keyword {@code verifynexthop}). Only of a recipient that leads to one copy: a
 * list is not refused for one of its members, and what is held does not go there yet.
 */
final class NextHopVerification implements Stage<RcptRequest> {

    private final RecipientVerification nextHops;

    NextHopVerification(RecipientVerification nextHops) {
        this.nextHops = nextHops;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        AcceptedRecipient recipient = facts.require(GateFacts.RECIPIENTS).getLast();
        if (recipient.copies().size() != 1) {
            return new StageResult.Next(facts);
        }
        AcceptedRecipient.Copy copy = recipient.copies().getFirst();
        Channel named = facts.require(GateFacts.POLICY).channel(copy.route().channel());
        VerifyKeywords keywords = named.keywords().transport().verify();
        if (!keywords.covers(copy.address()) || copy.held().isPresent() || copy.route().isToAccount() || named.nextHop().isEmpty()) {
            return new StageResult.Next(facts);
        }
        Channel channel = copy.route().host().map(named::toHost).orElse(named);
        NextHop hop = channel.nextHop().orElseThrow().forDomain(copy.address().asciiDomain().orElse(copy.address().domain()));
        return switch (nextHops.of(channel, hop, copy.address())) {
            case NextHopAnswer.NotAsked() -> new StageResult.Next(facts);
            case NextHopAnswer.Takes() -> new StageResult.Next(facts);
            case NextHopAnswer.Refuses(Reply reply) -> refused(told(reply, recipient, copy.address()), hop, reply.toString());
            case NextHopAnswer.NotNow(Reply reply) -> keywords.ignoresSilence() ? new StageResult.Next(facts) : refused(told(reply, recipient, copy.address()), hop, reply.toString());
            case NextHopAnswer.Silent(String why, boolean answered) -> keywords.ignoresSilence() ? new StageResult.Next(facts) : refused(Replies.NEXT_HOP_SILENT, hop, why);
        };
    }

    /** In the next hop's own words, unless they may name an address the client has not named: where a mailbox forwards to is not told. */
    private static Reply told(Reply said, AcceptedRecipient recipient, Mailbox asked) {
        return recipient.presented().address().equalsIgnoreCase(asked.address()) ? said : Reply.of(said.code(), said.status().toString(), "the next hop refuses this recipient");
    }

    private static StageResult refused(Reply reply, NextHop hop, String why) {
        return new StageResult.Refuse(reply, "the next hop " + hop + " says of it: " + why);
    }
}
