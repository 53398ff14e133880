package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;

/** LOGIN, which no RFC describes and old clients speak: asks for the name and for the password. */
final class Login implements Mechanism {

    private static final SaslMessage NAME_PLEASE = SaslMessage.of("Username:");
    private static final SaslMessage PASSWORD_PLEASE = SaslMessage.of("Password:");

    private record AskedForName() implements AuthExchange {
    }

    private record AskedForPassword(String name) implements AuthExchange {
    }

    private final Accounts accounts;

    Login(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (message.isEmpty()) {
            return new AuthOutcome.Ask(NAME_PLEASE, new AskedForName());
        }
        if (exchange.isPresent() && exchange.get() instanceof AskedForPassword asked) {
            return accounts.password(client, asked.name(), message.get().octets());
        }
        return new AuthOutcome.Ask(PASSWORD_PLEASE, new AskedForPassword(new String(message.get().octets(), StandardCharsets.UTF_8)));
    }
}
