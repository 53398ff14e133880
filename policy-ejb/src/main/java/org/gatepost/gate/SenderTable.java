package org.gatepost.gate;

import java.util.Optional;
import java.util.OptionalLong;

import org.gatepost.directory.LoginUser;
import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.AccessAnswer;
import org.gatepost.mapping.access.AccessEffects;
import org.gatepost.mapping.access.FromAccess;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.SessionLimits;
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
        AccessAnswer answer = FromAccess.ask(mappings.get(), request, facts.require(GateFacts.SOURCE_CHANNEL).name(), authenticated);
        StageResult result = AccessTables.result(FromAccess.TABLE, answer, facts);
        if (!(result instanceof StageResult.Next(SessionFacts more)) || !(answer instanceof AccessAnswer.Passes(AccessEffects effects)) || effects.isNothing()) {
            return result;
        }
        TableWishes wishes = TableWishes.of(more);
        wishes = effects.isDiscarded() ? wishes.discarding(FromAccess.TABLE) : effects.isHeld() ? wishes.holding(FromAccess.TABLE) : wishes;
        OptionalLong declared = request.parameters().size();
        return declared.isPresent() && declared.getAsLong() > wishes.within(SessionLimits.DEFAULT).messageOctetsMax() && wishes.limits().blocks().isPresent()
                ? new StageResult.Refuse(Replies.MESSAGE_TOO_LARGE, "SIZE=" + declared.getAsLong() + ", " + FromAccess.TABLE + " says $S", Optional.of(more))
                : new StageResult.Next(wishes.reversePath().map(path -> more.with(GateFacts.REVERSE_PATH, path)).orElse(more).with(GateFacts.TABLE_WISHES, wishes));
    }
}
