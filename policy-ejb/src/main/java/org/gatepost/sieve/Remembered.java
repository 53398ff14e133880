package org.gatepost.sieve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Something a user's scripts remember: whom they answered, which message they saw.
 *
 * @param owner the user's primary address, in lower case
 * @param key what is remembered, as {@link #keyOf} makes it
 */
public record Remembered(String owner, Kind kind, String key, Instant until) {

    /** What it is about. In the database in lower case. */
    public enum Kind {
        /** A sender was answered (RFC 5230 section 4.2). */
        VACATION,
        /** A message was seen (RFC 7352). */
        DUPLICATE,
        /** The owner was told that a script is broken. */
        NOTICE
    }

    /** A key of these parts: always as long, whatever they are. */
    public static String keyOf(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(octets);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The column's word. */
    public String kindWord() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
