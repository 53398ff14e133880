package org.gatepost.sieve;

import java.util.Map;
import java.util.Optional;

/**
 * The envelope of the copy a script decides about.
 *
 * @param from the reverse-path as it came, with or without angle brackets
 * @param to the recipient
 * @param originalTo the recipient as the client named it
 * @param auth who the client is (RFC 4954)
 * @param parameters of MAIL and RCPT, by the names of RFC 6009, lower case
 */
public record SieveEnvelope(String from, String to, Optional<String> originalTo, Optional<String> auth, Map<String, String> parameters) {

    public SieveEnvelope {
        parameters = Map.copyOf(parameters);
    }

    /** One with nothing but the two addresses. */
    public static SieveEnvelope of(String from, String to) {
        return new SieveEnvelope(from, to, Optional.empty(), Optional.empty(), Map.of());
    }
}
