package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.PortAccess;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Connect: the mapping table PORT_ACCESS, asked with the flag A, and where clients may authenticate once more without it. */
final class PortTable implements Stage<ConnectRequest> {

    private final AccessTables tables;

    PortTable(AccessTables tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return PortAccess.TABLE;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        Optional<Mappings> mappings = tables.having(PortAccess.TABLE, facts);
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        StageResult first = ask(mappings.get(), request, facts, true);
        boolean authenticates = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().offersAuthentication();
        return first instanceof StageResult.Next && authenticates ? ask(mappings.get(), request, facts, false) : first;
    }

    private static StageResult ask(Mappings mappings, ConnectRequest request, SessionFacts facts, boolean connecting) {
        return switch (PortAccess.ask(mappings, request.connection(), connecting)) {
            case PortAccess.Answer.Passes(String realm, Optional<String> log) -> {
                log.ifPresent(line -> TableLog.write(PortAccess.TABLE, line));
                yield new StageResult.Next(facts);
            }
            case PortAccess.Answer.HangsUp(Reply reply, Optional<String> log) -> {
                log.ifPresent(line -> TableLog.write(PortAccess.TABLE, line));
                yield new StageResult.HangUp(reply, log.orElse("the table refuses"));
            }
            case PortAccess.Answer.Undecided(String why) -> new StageResult.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT, why);
        };
    }
}
