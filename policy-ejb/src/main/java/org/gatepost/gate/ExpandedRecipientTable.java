package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * RCPT: the mapping tables SEND_ACCESS and MAIL_ACCESS, asked of each copy that comes of the recipient. Where all are refused, the recipient is; where some are,
 * the recipient is taken, and those are held: none is lost without anybody's knowing.
 */
final class ExpandedRecipientTable implements Stage<RcptRequest> {

    private final AccessTables tables;
    private final RecipientAccess table;

    ExpandedRecipientTable(AccessTables tables, RecipientAccess table) {
        this.tables = tables;
        this.table = table;
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    public StageResult decide(RcptRequest request, SessionFacts facts) {
        Optional<Mappings> mappings = tables.having(table.name(), facts);
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        List<AcceptedRecipient> recipients = new ArrayList<>(facts.require(GateFacts.RECIPIENTS));
        AcceptedRecipient recipient = recipients.removeLast();
        List<AcceptedRecipient.Copy> copies = new ArrayList<>();
        List<StageResult.Refuse> refusals = new ArrayList<>();
        for (AcceptedRecipient.Copy copy : recipient.copies()) {
            AccessAnswer answer = table.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), request.mail().reversePath().address(), copy.route().channel(),
                    copy.address().address());
            switch (answer) {
                case AccessAnswer.Passes(AccessEffects effects) -> copies.add(effects.isHeld() ? held(copy, "the table says so") : copy);
                case AccessAnswer.Refuses(Reply reply, AccessEffects effects) -> {
                    refusals.add(new StageResult.Refuse(reply, AccessTables.reason(table.name(), effects)));
                    copies.add(held(copy, "refused: " + reply));
                }
                case AccessAnswer.Undecided(String why) -> {
                    return new StageResult.Refuse(Replies.CANNOT_DECIDE, why);
                }
            }
        }
        if (refusals.size() == recipient.copies().size()) {
            return refusals.getFirst();
        }
        recipients.add(recipient.with(copies));
        return new StageResult.Next(facts.with(GateFacts.RECIPIENTS, recipients));
    }

    private AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, String why) {
        return copy.heldBy(new AcceptedRecipient.Hold(table.name(), why));
    }
}
