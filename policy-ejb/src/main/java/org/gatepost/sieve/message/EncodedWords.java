package org.gatepost.sieve.message;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Text in a header field whose characters are not all ASCII: encoded words (RFC 2047). */
public final class EncodedWords {

    private static final int WORD_OCTETS = 45;

    private EncodedWords() {
    }

    /** The text itself where it is ASCII; else words, separated by spaces, none of which splits a character. */
    public static String of(String value) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
            return value;
        }
        StringBuilder words = new StringBuilder();
        StringBuilder piece = new StringBuilder();
        int octets = 0;
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String character = Character.toString(value.codePointAt(i));
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > WORD_OCTETS) {
                word(piece, words);
                octets = 0;
            }
            piece.append(character);
            octets += more;
        }
        word(piece, words);
        return words.toString();
    }

    private static void word(StringBuilder piece, StringBuilder words) {
        words.append(words.length() > 0 ? " " : "").append("=?utf-8?b?")
                .append(Base64.getEncoder().encodeToString(piece.toString().getBytes(StandardCharsets.UTF_8))).append("?=");
        piece.setLength(0);
    }
}
