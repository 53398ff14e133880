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

/** Connect: the mapping table PORT_ACCESS. */
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
        return switch (PortAccess.ask(mappings.get(), request.connection(), true)) {
            case PortAccess.Answer.Passes passes -> new StageResult.Next(facts);
            case PortAccess.Answer.HangsUp(Reply reply, Optional<String> log) -> new StageResult.HangUp(reply, log.orElse("the table refuses"));
            case PortAccess.Answer.Undecided(String why) -> new StageResult.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT, why);
        };
    }
}
