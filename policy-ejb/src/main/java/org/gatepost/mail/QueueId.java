package org.gatepost.mail;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The name of a message from acceptance to the end: a UUID of version 7 (RFC 9562 section 5.7), so that ids made one after the other lie
 * together in an index. Written as 26 letters and digits of Crockford's base 32, in lower case.
 */
public record QueueId(UUID value) {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int TEXT_LENGTH = 26;

    /** A new id. Unique as far as 74 random bits a millisecond make it. */
    public static QueueId make(Instant now, RandomGenerator random) {
        // All bits at once: each question of a secure generator has a price.
        byte[] bits = new byte[2 * Long.BYTES];
        random.nextBytes(bits);
        ByteBuffer longs = ByteBuffer.wrap(bits);
        long high = now.toEpochMilli() << 16 | 0x7000 | longs.getLong() & 0x0fff;
        long low = longs.getLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new QueueId(new UUID(high, low));
    }

    /** Reads what {@link #toString()} wrote; anything else is an {@link IllegalArgumentException}. */
    public static QueueId parse(String text) {
        if (text.length() != TEXT_LENGTH) {
            throw new IllegalArgumentException("not a queue id: " + text);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0 || i == 0 && digit > 7) {
                throw new IllegalArgumentException("not a queue id: " + text);
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return new QueueId(new UUID(high, low));
    }

    @Override
    public String toString() {
        char[] text = new char[TEXT_LENGTH];
        long high = value.getMostSignificantBits();
        long low = value.getLeastSignificantBits();
        for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) low & 31);
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(text);
    }
}
