package org.gatepost.gate;

import java.util.Optional;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;
import org.gatepost.throttle.ThrottleTable;
import org.gatepost.throttle.Throttling;

/** Connect: how often a client, or its network, may come: keyword {@code connectionthrottle} of the channel the connection is in. */
final class ConnectionThrottle implements Stage<ConnectRequest> {

    private final Throttling throttling;

    ConnectionThrottle(Throttling throttling) {
        this.throttling = throttling;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        Optional<String> name = facts.require(GateFacts.SOURCE_CHANNEL).keywords().service().throttles().connections();
        if (name.isEmpty()) {
            return new StageResult.Next(facts);
        }
        Optional<ThrottleTable> table = facts.require(GateFacts.POLICY).throttles().table(name);
        return table.isEmpty() ? new StageResult.Next(facts) : switch (throttling.exceeds(table.get(), request.connection().clientAddress().toString(), 1)) {
            case Match.Found<Boolean>(Boolean over) -> over ? against(name.get(), facts, Replies.TOO_MANY_CONNECTIONS_OF_CLIENT, "over the quota of throttle table " + name.get())
                    : new StageResult.Next(facts);
            case Match.NotFound<Boolean>() -> new StageResult.Next(facts);
            case Match.Unavailable<Boolean>(String why) -> against(name.get(), facts, Replies.SYSTEM_BUSY_AT_CONNECT, why);
            case Match.Conflicting<Boolean>(String why) -> against(name.get(), facts, Replies.SYSTEM_BUSY_AT_CONNECT, why);
        };
    }

    private static StageResult against(String table, SessionFacts facts, Reply reply, String why) {
        return TriedRow.THROTTLE_TABLE.covers(table, facts) ? new StageResult.Next(TriedRow.THROTTLE_TABLE.noted(table, facts, Optional.of(reply), why))
                : new StageResult.HangUp(reply, why);
    }
}
