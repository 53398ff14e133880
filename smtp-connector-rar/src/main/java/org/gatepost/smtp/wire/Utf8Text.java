package org.gatepost.smtp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text in UTF-8 in a command, where RFC 6531 lets it be. */
final class Utf8Text {

    private Utf8Text() {
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** The characters meant by octets given as one character each; empty where they are no UTF-8 (RFC 3629), or hide a control character. */
    static Optional<String> decode(String octets) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))).toString();
            // U+2028 and U+2029 end lines for some who show a report.
            return text.chars().noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029) ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
