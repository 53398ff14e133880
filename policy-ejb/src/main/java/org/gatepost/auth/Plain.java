package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.gatepost.directory.LoginUser;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd}. Nobody acts for another: an authzid must name the same user. */
final class Plain implements Mechanism {

    private record Asked() implements AuthExchange {
    }

    private final Accounts accounts;

    Plain(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (message.isEmpty()) {
            return new AuthOutcome.Ask(SaslMessage.EMPTY, new Asked());
        }
        byte[] octets = message.get().octets();
        int first = indexOf(octets, 0);
        int second = first < 0 ? -1 : indexOf(octets, first + 1);
        if (second < 0 || indexOf(octets, second + 1) >= 0) {
            return accounts.failed(client, "", "not a PLAIN message");
        }
        String authzid = new String(octets, 0, first, StandardCharsets.UTF_8);
        String name = new String(octets, first + 1, second - first - 1, StandardCharsets.UTF_8);
        AuthOutcome outcome = accounts.password(client, name, Arrays.copyOfRange(octets, second + 1, octets.length));
        return outcome instanceof AuthOutcome.Proven(LoginUser user) && !isSame(authzid, name, user) ? accounts.wrong(name, "would act for another") : outcome;
    }

    /** Whether the identity to act for is the one that was proven. */
    static boolean isSame(String authzid, String name, LoginUser user) {
        return authzid.isEmpty() || authzid.equals(name) || authzid.equalsIgnoreCase(user.mail().address());
    }

    private static int indexOf(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
