package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.MessageHeader.Field;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Message: a group's password, which stands in the field {@code Approved}. Recipients whose groups want one that is not there are refused; the fields are
 * taken out on the way on, whoever used them.
 */
final class ListPassword implements Stage<JudgedMessage> {

    private static final String APPROVED = "approved";
    /** Fields that are looked at, from the top: each is a guess. */
    static final int FIELDS_MAX = 5;

    @Override
    public StageResult decide(JudgedMessage message, SessionFacts facts) {
        List<AcceptedRecipient> recipients = facts.require(GateFacts.RECIPIENTS);
        if (wantedOfNone(recipients)) {
            return new StageResult.Next(facts);
        }
        List<String> approved = message.header().all(APPROVED).stream().limit(FIELDS_MAX).map(Field::value).toList();
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients.stream().map(recipient -> judged(recipient, approved)).toList()));
    }

    private AcceptedRecipient judged(AcceptedRecipient recipient, List<String> approved) {
        return recipient.approvals().stream().filter(approval -> !approval.isGivenBy(approved)).findFirst()
                .map(approval -> recipient.refusedBy(new AcceptedRecipient.Refusal(name(), approval.refusal(), approval.group() + ": no Approved field has its password")))
                .orElse(recipient);
    }

    /** {@code edits}, and the passwords taken out where a group wanted one. */
    static HeaderEdits removed(HeaderEdits edits, JudgedMessage message, List<AcceptedRecipient> recipients) {
        List<Field> fields = wantedOfNone(recipients) ? List.of() : message.header().all(APPROVED);
        if (fields.isEmpty()) {
            return edits;
        }
        List<HeaderEdits.Patch> patches = new ArrayList<>(edits.patches());
        fields.forEach(field -> patches.add(new HeaderEdits.Patch(field.at(), field.length(), "")));
        return new HeaderEdits(patches);
    }

    private static boolean wantedOfNone(List<AcceptedRecipient> recipients) {
        return recipients.stream().allMatch(recipient -> recipient.approvals().isEmpty());
    }
}
