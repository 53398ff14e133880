package org.gatepost.auth;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is stored of a password for SCRAM-SHA-256 (RFC 5803): {@code SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey}, all but the count in base 64.
 * Whoever reads it cannot log in with it, and never sees it in a log.
 */
record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {

    /** RFC 7677 section 4. */
    static final int ITERATIONS_MIN = 4_096;
    /** So that a client is not made to compute for minutes. */
    static final int ITERATIONS_MAX = 1_000_000;

    private static final Pattern FORM = Pattern.compile("\\s*SCRAM-SHA-256\\s*\\$\\s*([0-9]{1,7}):([A-Za-z0-9+/=]{4,128})\\s*\\$\\s*([A-Za-z0-9+/=]{44}):([A-Za-z0-9+/=]{44})\\s*");

    /** Reads a value of authPassword; empty for another scheme, and for what cannot be used. */
    static Optional<ScramVerifier> parse(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int iterations = Integer.parseInt(matcher.group(1));
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            return Optional.empty();
        }
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            ScramVerifier verifier = new ScramVerifier(iterations, base64.decode(matcher.group(2)), base64.decode(matcher.group(3)), base64.decode(matcher.group(4)));
            return verifier.storedKey().length == Scram.HASH_OCTETS && verifier.serverKey().length == Scram.HASH_OCTETS ? Optional.of(verifier) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ScramVerifier[iterations=" + iterations + "]";
    }
}
