package org.gatepost.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.NextHopOffers.Offered;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT, the last: what the next hop of each of the recipient's copies is known to refuse is refused here. Where it is not known, or one of them takes it,
 * the message is taken, and the sender gets a report of what could not go on.
 */
final class NextHopAbilities implements Stage<RcptRequest> {

    private final NextHopOffers offers;

    NextHopAbilities(NextHopOffers offers) {
        this.offers = offers;
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        PolicySnapshot policy = facts.require(GateFacts.POLICY);
        AcceptedRecipient recipient = facts.require(GateFacts.RECIPIENTS).getLast();
        MailRequest mail = request.mail();
        OptionalLong declared = mail.parameters().size();
        // RFC 6531 section 3.5: an address is known now, header fields are not.
        boolean senderIsInternational = mail.reversePath().mailbox().filter(Mailbox::isInternational).isPresent();
        if (noneTakes(policy, recipient.copies(), copy -> !senderIsInternational && !copy.address().isInternational(), Offered::smtpUtf8)) {
            return refused(Replies.SMTPUTF8_NOT_OFFERED, "SMTPUTF8");
        }
        if (noneTakes(policy, recipient.copies(), copy -> declared.isEmpty(),
                offered -> offered.octetsMax().isEmpty() || declared.getAsLong() <= offered.octetsMax().getAsLong())) {
            return refused(Replies.TOO_LARGE_FOR_NEXT_HOP, "SIZE=" + declared.getAsLong());
        }
        // Relaying ends at a server of mailboxes, and with it what is promised about relaying.
        if (noneTakes(policy, recipient.copies(), copy -> !mail.parameters().handling().requireTls() || hop(policy, copy).filter(NextHopAbilities::isRelay).isEmpty(),
                Offered::encryption)) {
            return refused(Replies.REQUIRETLS_NOT_KEPT, "REQUIRETLS");
        }
        return new StageResult.Next(facts);
    }

    private static StageResult refused(Reply reply, String what) {
        return new StageResult.Refuse(reply, "no next hop takes " + what + ", as far as is known");
    }

    /**
     * Whether no copy could go on.
     *
     * @param needsNothing copies that can go on in any case
     * @param can what a next hop that takes it offers
     */
    private boolean noneTakes(PolicySnapshot policy, List<AcceptedRecipient.Copy> copies, Predicate<AcceptedRecipient.Copy> needsNothing, Predicate<Offered> can) {
        return copies.stream().allMatch(copy -> !needsNothing.test(copy) && hop(policy, copy).flatMap(offers::of).filter(can.negate()).isPresent());
    }

    private static Optional<NextHop> hop(PolicySnapshot policy, AcceptedRecipient.Copy copy) {
        Channel channel = policy.channel(copy.route().channel());
        return copy.route().host().map(channel::toHost).orElse(channel).nextHop();
    }

    private static boolean isRelay(NextHop hop) {
        return hop.protocol() != NextHop.Protocol.LMTP;
    }
}
