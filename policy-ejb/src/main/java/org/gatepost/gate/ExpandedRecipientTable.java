package org.gatepost.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.RcptRequest;
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
        SessionFacts known = facts;
        List<AcceptedRecipient> recipients = new ArrayList<>(facts.require(GateFacts.RECIPIENTS));
        AcceptedRecipient recipient = recipients.removeLast();
        List<AcceptedRecipient.Copy> copies = new ArrayList<>();
        List<StageResult.Refuse> refusals = new ArrayList<>();
        for (AcceptedRecipient.Copy copy : recipient.copies()) {
            AccessAnswer answer = table.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), AccessTables.sender(request.mail(), facts).address(), copy.route().channel(),
                    copy.address().address(), AccessTables.more(request, facts, recipients.size()));
            StageResult result = AccessTables.result(table.name(), answer, known);
            switch (answer) {
                case AccessAnswer.Passes(AccessEffects effects) when result instanceof StageResult.Next(SessionFacts more) -> {
                    known = effects.isDiscarded() ? more.with(GateFacts.TABLE_WISHES, TableWishes.of(more).throwingAway(new TableWishes.ThrownAway(recipient.presented(), copy.address(), table.name()))) : more;
                    copies.add(effects.isHeld() ? held(copy, "the table says so") : copy);
                }
                case AccessAnswer.Refuses(Reply reply, AccessEffects effects) when result instanceof StageResult.Refuse refuse && refuse.facts().isPresent() -> {
                    known = refuse.facts().get();
                    refusals.add(refuse);
                    copies.add(held(copy, "refused: " + reply));
                }
                case AccessAnswer.Passes passes -> {
                    return result;
                }
                case AccessAnswer.Refuses refuses -> {
                    return result;
                }
                case AccessAnswer.Undecided undecided -> {
                    return result;
                }
            }
        }
        if (refusals.size() == recipient.copies().size()) {
            return new StageResult.Refuse(refusals.getFirst().reply(), refusals.getFirst().reason(), Optional.of(known));
        }
        recipients.add(recipient.with(copies));
        return new StageResult.Next(known.with(GateFacts.RECIPIENTS, recipients));
    }

    private AcceptedRecipient.Copy held(AcceptedRecipient.Copy copy, String why) {
        return copy.heldBy(new AcceptedRecipient.Hold(table.name(), why));
    }
}
