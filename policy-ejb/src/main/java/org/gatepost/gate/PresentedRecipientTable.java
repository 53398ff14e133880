package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.RecipientAccess;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
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
        AccessAnswer answer = table.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), request.mail().reversePath().address(),
                recipient.channel().orElseGet(() -> new DestinationRouting(facts.require(GateFacts.POLICY)).routeOfDomain(local).channel()), to.address());
        return switch (answer) {
            case AccessAnswer.Passes passes -> new StageResult.Next(facts);
            case AccessAnswer.Refuses(Reply reply, AccessEffects effects) -> new StageResult.Refuse(reply, AccessTables.reason(table.name(), effects));
            case AccessAnswer.Undecided(String why) -> new StageResult.Refuse(Replies.CANNOT_DECIDE, why);
        };
    }
}
