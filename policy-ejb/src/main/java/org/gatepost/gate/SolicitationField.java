package org.gatepost.gate;

import java.util.Arrays;
import java.util.List;

import org.gatepost.mail.NoSolicit;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: the classes its Solicitation fields name (RFC 3865 section 3), against what the source channel does not want, and what each recipient does
 * not.
 */
final class SolicitationField implements Stage<JudgedMessage> {

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<String> classes = message.header().all("solicitation").stream()
                .flatMap(field -> Arrays.stream(field.value().split("[,\\s]+"))).filter(each -> !each.isEmpty()).toList();
        if (classes.isEmpty()) {
            return new StageResult.Next(facts);
        }
        NoSolicit unwanted = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().extensions().noSolicit();
        if (unwanted.refuses(classes)) {
            return new StageResult.Refuse(Replies.SOLICITATION_REFUSED, "a Solicitation field names a class the source channel does not want");
        }
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        if (recipients.stream().allMatch(recipient -> recipient.noSolicit().refuses(classes))) {
            return new StageResult.Refuse(Replies.SOLICITATION_REFUSED, "a Solicitation field names a class that no recipient wants");
        }
        AcceptedRecipient.Refusal refusal = new AcceptedRecipient.Refusal(name(), Replies.SOLICITATION_REFUSED,
                "a Solicitation field names a class this recipient does not want");
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS,
                recipients.stream().map(recipient -> recipient.noSolicit().refuses(classes) ? recipient.refusedBy(refusal) : recipient).toList()));
    }
}
