package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: what a table said of a recipient as it was presented, done to the copies that have come of it. */
final class PresentedTableEffects implements Stage<RcptRequest> {

    /**
     * What is to be done.
     *
     * @param recipientNumber of which recipient
     * @param discards whether its copies are thrown away; else they are held
     */
    record Wanted(int recipientNumber, String table, boolean discards) {
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        Optional<Wanted> wanted = facts.get(GateFacts.WANTED_OF_RECIPIENT).filter(what -> what.recipientNumber() == request.recipientNumber());
        if (wanted.isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<AcceptedRecipient> recipients = new ArrayList<>(facts.require(GateFacts.RECIPIENTS));
        AcceptedRecipient recipient = recipients.removeLast();
        if (wanted.get().discards()) {
            TableWishes wishes = TableWishes.of(facts);
            for (AcceptedRecipient.Copy copy : recipient.copies()) {
                wishes = wishes.throwingAway(new TableWishes.ThrownAway(recipient.presented(), copy.address(), wanted.get().table()));
            }
            return new StageResult.Next(facts.with(GateFacts.TABLE_WISHES, wishes));
        }
        AcceptedRecipient.Hold hold = new AcceptedRecipient.Hold(wanted.get().table(), "the table says so");
        recipients.add(recipient.with(recipient.copies().stream().map(copy -> copy.heldBy(hold)).toList()));
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients));
    }
}
