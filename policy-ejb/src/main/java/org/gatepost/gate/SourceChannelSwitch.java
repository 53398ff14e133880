package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.mapping.Mappings;
import org.gatepost.mapping.access.InternalIp;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/**
 * Connect: where the listener's channel has {@code switchchannel}, a client whose address the table INTERNAL_IP knows enters by {@code tcp_intranet}. The address is the client's own: what a PROXY header
 * or XCLIENT revealed, else the connection's. Whether it is internal must be known before anything is said, for all that follows depends on it.
 */
final class SourceChannelSwitch implements Stage<ConnectRequest> {

    private final AccessTables tables;

    SourceChannelSwitch(AccessTables tables) {
        this.tables = tables;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        Optional<Mappings> mappings = tables.having(InternalIp.TABLE, facts).filter(some -> facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().connection().switchesByAddress());
        if (mappings.isEmpty()) {
            return new StageResult.Next(facts);
        }
        return switch (InternalIp.ask(mappings.get(), request.connection().clientAddress())) {
            case Match.Found<IpAddress> internal -> new StageResult.Next(facts.with(GateFacts.SOURCE_CHANNEL, facts.require(GateFacts.POLICY).channel(PolicySnapshot.INTERNAL)));
            case Match.NotFound<IpAddress>() -> new StageResult.Next(facts);
            case Match.Unavailable<IpAddress>(String why) -> new StageResult.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT, why);
            case Match.Conflicting<IpAddress>(String why) -> new StageResult.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT, why);
        };
    }
}
