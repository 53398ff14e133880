package org.gatepost.auth;

import java.util.Optional;

import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;

/** One way to prove who one is (RFC 4422 section 3). Stateless; safe for use by many threads. */
interface Mechanism {

    /**
     * The next step.
     *
     * @param message what the client said; absent only at the first step
     * @param exchange what this mechanism asked to be kept, of the step before
     */
    AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange);
}
