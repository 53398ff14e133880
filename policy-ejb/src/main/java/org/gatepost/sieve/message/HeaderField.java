package org.gatepost.sieve.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * One header field.
 *
 * @param name as it is written
 * @param raw what stands behind the colon, as received, without the line end of its last line
 * @param at octets of the message before it; -1 where it is not of the message
 * @param octets of the whole field with its line end
 */
public record HeaderField(String name, String raw, long at, int octets) {

    /** Whether a header field can have that name (RFC 5322 3.6.8). */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    /** Whether a header field can say that; line ends are folded where it is written. */
    public static boolean isValue(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\t' || c == '\r' || c == '\n');
    }

    public boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The value on one line, without the spaces around it. */
    public String unfolded() {
        StringBuilder line = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\r' && c != '\n') {
                line.append(c);
            }
        }
        return line.toString().strip();
    }

    /** The same with encoded words (RFC 2047) as the characters they stand for. */
    public String value() {
        String line = unfolded();
        return line.contains("=?") ? decoded(line) : line;
    }

    private static String decoded(String line) {
        try {
            return DecoderUtil.decodeEncodedWords(line, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        } catch (RuntimeException strange) {
            // A word in a charset nobody knows stands for itself.
            return line;
        }
    }

    /** Text of octets in that charset: UTF-8 where it is not known. */
    static String text(byte[] octets, String charset) {
        try {
            return new String(octets, charset.isEmpty() || charset.equalsIgnoreCase("us-ascii") ? StandardCharsets.UTF_8 : Charset.forName(charset));
        } catch (IllegalArgumentException unknown) {
            return new String(octets, StandardCharsets.UTF_8);
        }
    }
}
