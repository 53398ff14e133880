package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** RCPT: the mapping tables ORIG_SEND_ACCESS and ORIG_MAIL_ACCESS, asked of the recipient as it was presented. */
final class PresentedRecipientTable implements Stage<RcptRequest> {

    private final AccessTables tables;
    private final RecipientAccess table;

    PresentedRecipientTable(AccessTables tables, RecipientAccess table) {
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
        RewrittenRecipient recipient = RewrittenRecipient.of(request, facts);
        Mailbox to = recipient.path().mailbox();
        boolean local = recipient.path().isBarePostmaster() || tables.isLocal(to.domain());
        AccessAnswer answer = table.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), AccessTables.sender(request.mail(), facts).address(),
                recipient.channel().orElseGet(() -> new DestinationRouting(facts.require(GateFacts.POLICY)).routeOfDomain(local).channel()), to.address(), AccessTables.more(request, facts, facts.require(GateFacts.RECIPIENTS).size()));
        StageResult result = AccessTables.result(table.name(), answer, facts);
        boolean disposes = answer instanceof AccessAnswer.Passes(AccessEffects effects) && (effects.isDiscarded() || effects.isHeld());
        return disposes && result instanceof StageResult.Next(SessionFacts more)
                ? new StageResult.Next(more.with(GateFacts.WANTED_OF_RECIPIENT, wanted(request, ((AccessAnswer.Passes) answer).effects()))) : result;
    }

    private PresentedTableEffects.Wanted wanted(RcptRequest request, AccessEffects effects) {
        return new PresentedTableEffects.Wanted(request.recipientNumber(), table.name(), effects.isDiscarded());
    }
}
