package org.gatepost.workbench.bench.large;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;

/**
 * The SHA-256 of what a client sent, taken where it arrives: everything from the line that begins with {@link LargeMessage#ID_FIELD} on. What
 * stands above it, servers on the way have added. For one thread.
 */
final class ContentDigest {

    private static final byte[] ID_FIELD = LargeMessage.ID_FIELD.getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = sha256();
    private OptionalInt number = OptionalInt.empty();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the next line, CRLF included. */
    void line(byte[] octets, int offset, int length) {
        if (number.isEmpty() && begins(octets, offset, length)) {
            String text = new String(octets, offset + ID_FIELD.length, length - ID_FIELD.length, StandardCharsets.US_ASCII);
            number = OptionalInt.of(Integer.parseInt(text.strip()));
        }
        if (number.isPresent()) {
            digest.update(octets, offset, length);
        }
    }

    private static boolean begins(byte[] octets, int offset, int length) {
        return length > ID_FIELD.length && Arrays.equals(octets, offset, offset + ID_FIELD.length, ID_FIELD, 0, ID_FIELD.length);
    }

    /** The message's number; empty for one that has none, such as a neighbour. */
    OptionalInt number() {
        return number;
    }

    /** Hexadecimal digits; once. */
    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
