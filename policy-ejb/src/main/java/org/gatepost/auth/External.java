package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.gatepost.directory.LoginUser;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.stage.Match;

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
        Accounts.Named named = accounts.named(name.get());
        return switch (named.user()) {
            case Match.Found<LoginUser>(LoginUser user) when !accounts.begins(client, name.get(), named.user()) -> accounts.throttled(name.get());
            case Match.Found<LoginUser>(LoginUser user) -> accounts.allowed(client, name.get(), user, named.domain());
            case Match.NotFound<LoginUser>() -> accounts.failed(client, name.get(), "there is no such user");
            case Match.Unavailable<LoginUser>(String why) -> Accounts.unavailable(why);
            case Match.Conflicting<LoginUser>(String why) -> Accounts.unavailable(why);
        };
    }
}
