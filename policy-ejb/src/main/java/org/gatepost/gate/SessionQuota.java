package org.gatepost.gate;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Connect: how many sessions a node, and one client, may have open at once. */
final class SessionQuota implements Stage<ConnectRequest> {

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        ListenerPolicy listener = facts.require(GateFacts.LISTENER);
        if (request.openSessions() > listener.sessionsMax()) {
            return new StageResult.HangUp(Replies.TOO_MANY_CONNECTIONS, request.openSessions() + " sessions are open, " + listener.sessionsMax() + " may be");
        }
        if (request.openSessionsOfClient() > listener.sessionsPerClientMax()) {
            return new StageResult.HangUp(Replies.TOO_MANY_CONNECTIONS_OF_CLIENT,
                    request.openSessionsOfClient() + " sessions of this client are open, " + listener.sessionsPerClientMax() + " may be");
        }
        return new StageResult.Next(facts);
    }
}
