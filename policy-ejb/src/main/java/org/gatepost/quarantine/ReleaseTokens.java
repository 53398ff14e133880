package org.gatepost.quarantine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens that let whoever has one release one copy from quarantine: what it is good for, the copy, whose it is and until when, in plain letters, and a code
 * (HMAC-SHA-256) only we can make. Nothing is stored for a token; one that was used leads to a copy that is not in quarantine any more. Safe for use by many
 * threads where the key's source is.
 */
public final class ReleaseTokens {

    /** Characters of a token; longer texts are none. */
    public static final int CHARACTERS_MAX = 1_024;
    private static final String ACTION = "release";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern CONTENT = Pattern.compile(ACTION + "\n([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\n([0-9]{1,9})\n([0-9]{1,12})\n([^\n]{1,320})");

    private final Supplier<byte[]> key;
    private final InstantSource clock;

    /** What a token is worth. */
    public sealed interface Worth {

        /** It is ours and good. */
        record Good(HeldCopy copy) implements Worth {
        }

        /** It is ours and its time is over. */
        record Expired() implements Worth {
        }

        /** We did not make it. */
        record Foreign() implements Worth {
        }
    }

    /** @param key the same on every node, at least 32 octets; asked for only where there is something to make or to check */
    public ReleaseTokens(Supplier<byte[]> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /** For a copy, good until then, of letters, digits, {@code -}, {@code _} and one {@code .}. */
    public String make(HeldCopy copy, Instant until) {
        byte[] content = String.join("\n", ACTION, copy.entry().toString(), Integer.toString(copy.recipientNo()), Long.toString(until.getEpochSecond()), copy.address())
                .getBytes(StandardCharsets.UTF_8);
        return encoded(content) + "." + encoded(code(content));
    }

    /** What is to be thought of a text that came from outside. Asks for the key where it has the form of a token alone. */
    public Worth read(String token) {
        int dot = token.indexOf('.');
        if (token.length() > CHARACTERS_MAX || dot < 1 || !token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")) {
            return new Worth.Foreign();
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(token.substring(0, dot));
            if (!MessageDigest.isEqual(code(content), Base64.getUrlDecoder().decode(token.substring(dot + 1)))) {
                return new Worth.Foreign();
            }
            Matcher parts = CONTENT.matcher(new String(content, StandardCharsets.UTF_8));
            if (!parts.matches()) {
                return new Worth.Foreign();
            }
            if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.group(3))))) {
                return new Worth.Expired();
            }
            return new Worth.Good(new HeldCopy(UUID.fromString(parts.group(1)), Integer.parseInt(parts.group(2)), parts.group(4)));
        } catch (IllegalArgumentException e) {
            return new Worth.Foreign();
        }
    }

    private byte[] code(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            mac.update("quarantine ".getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String encoded(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
