package org.gatepost.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.gatepost.directory.Directory;
import org.gatepost.directory.Logins;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.SaslMessage;

/** Every mechanism, and the one an AUTH is about (RFC 4954). Safe for use by many threads. */
public final class Authenticator {

    private static final int NONCE_OCTETS = 18;

    private final Accounts accounts;
    private final Map<String, Mechanism> mechanisms;
    private final MechanismOffer offer;

    /**
     * Authenticates a directory's users, by what it knows of them alone.
     *
     * @param defaultDomain whose users need not name their domain
     * @param secret what must not be known to tell who exists from who does not; the same at each start and on each node, and not empty
     */
    public Authenticator(Logins logins, Directory directory, String defaultDomain, AuthThrottle throttle, byte[] secret) {
        this(new Accounts(logins, directory, defaultDomain, throttle), BearerTokens.NONE, secret, nonces());
    }

    Authenticator(Logins logins, Directory directory, String defaultDomain, AuthThrottle throttle, byte[] secret, Supplier<String> nonces) {
        this(new Accounts(logins, directory, defaultDomain, throttle), BearerTokens.NONE, secret, nonces);
    }

    private Authenticator(Accounts accounts, BearerTokens tokens, byte[] secret, Supplier<String> nonces) {
        this.accounts = accounts;
        Map<String, Mechanism> known = new HashMap<>(Map.of("PLAIN", new Plain(accounts), "LOGIN", new Login(accounts), "EXTERNAL", new External(accounts),
                "SCRAM-SHA-256", new Scram(accounts, false, secret, nonces), Scram.PLUS, new Scram(accounts, true, secret, nonces)));
        if (tokens != BearerTokens.NONE) {
            known.put(Bearer.OAUTHBEARER, Bearer.oauthBearer(accounts, tokens));
            known.put(Bearer.XOAUTH2, Bearer.xoauth2(accounts, tokens));
        }
        this.mechanisms = Map.copyOf(known);
        this.offer = new MechanismOffer(mechanisms.keySet());
    }

    /** The same of users who may also show a token; of {@link BearerTokens#NONE} they may not. */
    public static Authenticator withTokens(Logins logins, Directory directory, String defaultDomain, AuthThrottle throttle, byte[] secret, BearerTokens tokens) {
        return new Authenticator(new Accounts(logins, directory, defaultDomain, throttle), tokens, secret, nonces());
    }

    /**
     * A host before us, which is trusted to say so, has authenticated this user. Who may log in is ours to say all the same, and a failure counts.
     *
     * @param name as a user says it
     */
    public AuthOutcome vouched(AuthClient client, String name) {
        return accounts.vouched(client, name);
    }

    /** What of it a channel's clients are offered. */
    public MechanismOffer offer() {
        return offer;
    }

    private static Supplier<String> nonces() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] octets = new byte[NONCE_OCTETS];
            random.nextBytes(octets);
            return Base64.getEncoder().withoutPadding().encodeToString(octets);
        };
    }

    /**
     * The next step of an exchange.
     *
     * @param mechanism one of those offered; another is refused
     * @param message what the client said; absent only at the first step
     * @param exchange what {@link AuthOutcome.Ask} gave at the step before
     */
    public AuthOutcome step(AuthClient client, String mechanism, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (!client.offered().contains(mechanism) || !mechanisms.containsKey(mechanism)) {
            return new AuthOutcome.Failed(Replies.UNKNOWN_MECHANISM, "mechanism not offered");
        }
        return mechanisms.get(mechanism).step(client, message, exchange);
    }
}
