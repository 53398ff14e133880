package org.gatepost.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.gatepost.directory.LoginUser;
import org.gatepost.directory.MailDomain;
import org.gatepost.smtp.listener.AuthExchange;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.stage.Match;

/**
 * SCRAM-SHA-256, with and without channel binding (RFC 5802, 7677): the password never leaves the client, and we prove ourselves too. Who does not exist, or
 * has no verifier, is asked the same questions with a salt made from the name, always the same one, and fails at the end like a wrong password.
 */
final class Scram implements Mechanism {

    static final int HASH_OCTETS = 32;
    static final String PLUS = "SCRAM-SHA-256-PLUS";

    private static final int FAKE_SALT_OCTETS = 16;
    private static final String BINDING = "tls-server-end-point";
    /**
     * RFC 5802 section 7: a header, the name, the client's nonce, and extensions, of which a mandatory one ({@code m=}) is none we know. The name is matched
     * possessively: else each of its characters costs stack, and nine thousand, which fit a line, are too many.
     */
    private static final Pattern CLIENT_FIRST = Pattern.compile("((n|y|p=([A-Za-z0-9.-]+)),(?:a=([^,]+))?,)(n=((?:[^,=]|=2C|=3D)++),r=([!-+\\--~]+)(?:,.*)?)", Pattern.DOTALL);
    private static final Pattern CLIENT_FINAL = Pattern.compile("(c=([A-Za-z0-9+/=]+),r=([!-+\\--~]+)(?:,.*)?),p=([A-Za-z0-9+/=]+)", Pattern.DOTALL);

    private final Accounts accounts;
    private final boolean plus;
    private final byte[] secret;
    private final Supplier<String> nonces;

    /** The server's first message was sent. */
    private record Began(String name, String authzid, Match<LoginUser> user, Match<MailDomain> domain, ScramVerifier verifier, String gs2Header,
            String clientFirstBare, String serverFirst, String nonce) implements AuthExchange {
    }

    private record Asked() implements AuthExchange {
    }

    /** The client proved itself, and is told that we are who we say; it answers with nothing. */
    private record Ended(LoginUser user) implements AuthExchange {
    }

    /**
     * One of the two.
     *
     * @param plus with channel binding
     * @param secret what the salts of those who do not exist are made of; the same at each start and on each node
     * @param nonces printable, without a comma, never the same twice
     */
    Scram(Accounts accounts, boolean plus, byte[] secret, Supplier<String> nonces) {
        this.accounts = accounts;
        this.plus = plus;
        this.secret = secret.clone();
        this.nonces = nonces;
    }

    @Override
    public AuthOutcome step(AuthClient client, Optional<SaslMessage> message, Optional<AuthExchange> exchange) {
        if (message.isEmpty()) {
            return new AuthOutcome.Ask(SaslMessage.EMPTY, new Asked());
        }
        return switch (exchange.orElse(new Asked())) {
            case Began began -> judge(client, began, text(message.get()));
            case Ended ended when message.get().isEmpty() -> new AuthOutcome.Proven(ended.user());
            case Ended ended -> accounts.wrong(ended.user().mail().address(), "said more than nothing at the end");
            default -> begin(client, text(message.get()));
        };
    }

    private AuthOutcome begin(AuthClient client, String text) {
        Matcher first = CLIENT_FIRST.matcher(text);
        if (!first.matches()) {
            return accounts.failed(client, "", "not a first message of SCRAM");
        }
        boolean binds = first.group(2).startsWith("p");
        // RFC 5802 section 6: y says "I could bind, and you cannot"; where we can, somebody took it out of our EHLO.
        boolean downgraded = first.group(2).equals("y") && client.offered().contains(PLUS);
        if (binds != plus || binds && !first.group(3).equals(BINDING) || downgraded) {
            return accounts.failed(client, "", "channel binding: " + (downgraded ? "what we offer did not arrive" : "not as the mechanism has it"));
        }
        String name = Normalizer.normalize(first.group(6).replace("=2C", ",").replace("=3D", "="), Normalizer.Form.NFKC);
        Accounts.Named named = accounts.named(name);
        if (named.user() instanceof Match.Unavailable<LoginUser>(String why)) {
            return Accounts.unavailable(why);
        }
        if (named.user() instanceof Match.Conflicting<LoginUser>(String why)) {
            return Accounts.unavailable(why);
        }
        ScramVerifier verifier = named.user() instanceof Match.Found<LoginUser>(LoginUser user)
                ? user.verifiers().stream().flatMap(value -> ScramVerifier.parse(value).stream()).findFirst().orElseGet(() -> fake(name)) : fake(name);
        String nonce = first.group(7) + nonces.get();
        String serverFirst = "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(verifier.salt()) + ",i=" + verifier.iterations();
        return new AuthOutcome.Ask(SaslMessage.of(serverFirst), new Began(name, Optional.ofNullable(first.group(4)).orElse(""), named.user(), named.domain(), verifier,
                first.group(1), first.group(5), serverFirst, nonce));
    }

    /** Keys nobody has a password for, and a salt that is always the same for a name. */
    private ScramVerifier fake(String name) {
        byte[] salt = Arrays.copyOf(hmac(secret, "salt " + name.toLowerCase(java.util.Locale.ROOT)), FAKE_SALT_OCTETS);
        return new ScramVerifier(ScramVerifier.ITERATIONS_MIN, salt, hmac(secret, "stored " + name), hmac(secret, "server " + name));
    }

    private AuthOutcome judge(AuthClient client, Began began, String text) {
        if (!accounts.begins(client, began.name(), began.user())) {
            return accounts.throttled(began.name());
        }
        Matcher last = CLIENT_FINAL.matcher(text);
        if (!last.matches() || !last.group(3).equals(began.nonce()) || !isBoundTo(client, began, last.group(2))) {
            return accounts.wrong(began.name(), "not a last message of this exchange");
        }
        String authMessage = began.clientFirstBare() + "," + began.serverFirst() + "," + last.group(1);
        boolean proven = isProof(began.verifier(), authMessage, decode(last.group(4)));
        if (!proven || !(began.user() instanceof Match.Found<LoginUser>(LoginUser user))) {
            return accounts.wrong(began.name(), began.user() instanceof Match.Found ? "wrong password, or no verifier" : "there is no such user");
        }
        if (!Plain.isSame(began.authzid(), began.name(), user)) {
            return accounts.wrong(began.name(), "would act for another");
        }
        AuthOutcome outcome = accounts.allowed(client, began.name(), user, began.domain());
        if (!(outcome instanceof AuthOutcome.Proven)) {
            return outcome;
        }
        return new AuthOutcome.Ask(SaslMessage.of("v=" + Base64.getEncoder().encodeToString(hmac(began.verifier().serverKey(), authMessage))), new Ended(user));
    }

    /** Section 7: the header again, and with PLUS what the client saw of our certificate. */
    private boolean isBoundTo(AuthClient client, Began began, String binding) {
        byte[] header = began.gs2Header().getBytes(StandardCharsets.UTF_8);
        byte[] seen = plus ? client.tls().flatMap(TlsSession::serverEndPoint).map(Scram::decode).orElse(new byte[0]) : new byte[0];
        if (plus && seen.length == 0) {
            return false;
        }
        byte[] expected = Arrays.copyOf(header, header.length + seen.length);
        System.arraycopy(seen, 0, expected, header.length, seen.length);
        return MessageDigest.isEqual(expected, decode(binding));
    }

    /** Section 3: the proof is the client's key, hidden by a signature only its hash allows to make. */
    private static boolean isProof(ScramVerifier verifier, String authMessage, byte[] proof) {
        byte[] key = hmac(verifier.storedKey(), authMessage);
        for (int i = 0; i < HASH_OCTETS; i++) {
            key[i] ^= i < proof.length ? proof[i] : 0;
        }
        return MessageDigest.isEqual(hash(key), verifier.storedKey()) && proof.length == HASH_OCTETS;
    }

    private static byte[] decode(String base64) {
        return SaslMessage.decode(base64).map(SaslMessage::octets).orElse(new byte[0]);
    }

    private static String text(SaslMessage message) {
        return new String(message.octets(), StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
