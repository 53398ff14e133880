package org.gatepost.smtp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * One message of an authentication exchange, as octets (RFC 4422 section 3). It may hold a password: {@link #toString()} tells its length and nothing else.
 * Immutable.
 */
public final class SaslMessage {

    public static final SaslMessage EMPTY = new SaslMessage(new byte[0]);

    private final byte[] octets;

    private SaslMessage(byte[] octets) {
        this.octets = octets;
    }

    /** A message of these octets. */
    public static SaslMessage of(byte[] octets) {
        return new SaslMessage(octets.clone());
    }

    /** A message of this text, in UTF-8. */
    public static SaslMessage of(String text) {
        return new SaslMessage(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a line of base 64 means; empty where it is none (RFC 4954 section 4: with its padding, and without anything else). */
    public static Optional<SaslMessage> decode(String base64) {
        if (base64.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SaslMessage(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** As it stands on a line. */
    public String encode() {
        return Base64.getEncoder().encodeToString(octets);
    }

    public byte[] octets() {
        return octets.clone();
    }

    public boolean isEmpty() {
        return octets.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SaslMessage message && Arrays.equals(octets, message.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "SaslMessage[" + octets.length + " octets]";
    }
}
