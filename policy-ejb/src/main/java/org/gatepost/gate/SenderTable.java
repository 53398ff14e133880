package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.directory.LoginUser;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.FromAccess;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** MAIL: the mapping table FROM_ACCESS. */
final class SenderTable implements Stage<MailRequest> {

    private final AccessTables tables;

    SenderTable(AccessTables tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return FromAccess.TABLE;
    }

    @Override
    public StageResult decide(MailRequest request, SessionFacts facts) {
        Optional<Mappings> mappings = tables.having(FromAccess.TABLE, facts);
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        String authenticated = facts.get(GateFacts.USER).map(LoginUser::mail).map(Mailbox::address).orElse("");
        return switch (FromAccess.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), authenticated)) {
            case AccessAnswer.Passes passes -> new StageResult.Next(facts);
            case AccessAnswer.Refuses(Reply reply, AccessEffects effects) -> new StageResult.Refuse(reply, AccessTables.reason(FromAccess.TABLE, effects));
            case AccessAnswer.Undecided(String why) -> new StageResult.Refuse(Replies.CANNOT_DECIDE, why);
        };
    }
}
