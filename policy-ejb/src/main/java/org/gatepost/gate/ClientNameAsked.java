package org.gatepost.gate;

import org.gatepost.mailauth.NameCheck;
import org.gatepost.mailauth.NameFacts;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.Stage;
import org.gatepost.stage.StageResult;

/** Connect: the name of the client's address, for the trace and the Received field (keyword {@code reversedns}). It refuses nobody. */
final class ClientNameAsked implements Stage<ConnectRequest> {

    private final NameCheck names;

    ClientNameAsked(NameCheck names) {
        this.names = names;
    }

    @Override
    public StageResult decide(ConnectRequest request, SessionFacts facts) {
        return new StageResult.Next(Stranger.keywords(facts).reverseDns() ? facts.with(NameFacts.CLIENT, names.client(request.connection().clientAddress())) : facts);
    }
}
