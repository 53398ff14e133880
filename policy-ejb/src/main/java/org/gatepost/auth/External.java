package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;

/**
 * EXTERNAL (RFC 4422 appendix A): who the client is, its verified certificate says: the user that has one of its addresses. With an authzid, that address
 * must be among them.
 */
final class External implements Mechanism {

    private record Asked() implements AuthExchange {
    }

    private final Accounts accounts;

    External(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (message.isEmpty()) {
            return new AuthOutcome.Ask(SaslMessage.EMPTY, new Asked());
        }
        String authzid = new String(message.get().octets(), StandardCharsets.UTF_8);
        List<String> addresses = client.tls().flatMap(TlsSession::client).filter(ClientCertificate::verified).map(ClientCertificate::emails).orElse(List.of());
        Optional<String> name = addresses.stream().filter(address -> authzid.isEmpty() || address.equalsIgnoreCase(authzid)).findFirst();
        if (name.isEmpty()) {
            return accounts.failed(client, authzid, "the certificate does not name this address");
        }
        return accounts.vouched(client, name.get());
    }
}
