package org.gatepost.gate;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: how many domains a transaction's recipients may have (keyword {@code recipientdomainlimit}, shown as RCPTDOMAINMAX of RFC 9422). */
final class RecipientDomains implements Stage<RcptRequest> {

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        OptionalInt max = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions().recipientDomainsMax();
        if (max.isEmpty()) {
            return new StageResult.Next(facts);
        }
        Set<String> domains = new HashSet<>(Set.of(request.forwardPath().mailbox().domain()));
        facts.require(GateFacts.RECIPIENTS).forEach(recipient -> domains.add(recipient.presented().mailbox().domain()));
        return domains.size() > max.getAsInt() ? new StageResult.Refuse(Replies.TOO_MANY_RECIPIENTS, domains.size() + " domains, " + max.getAsInt() + " may be")
                : new StageResult.Next(facts);
    }
}
