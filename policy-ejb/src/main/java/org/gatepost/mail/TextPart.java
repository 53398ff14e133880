package org.gatepost.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A text as a part of its own (RFC 2045, 2046): header, empty line and body, all of it 7-bit. Stateless. */
public final class TextPart {

    /** RFC 5322 section 2.1.1, without CRLF. */
    static final int LINE_MAX = 998;

    private TextPart() {
    }

    /** The text's lines, each ended as mail ends them. */
    public static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    /** The part: plain where it is ASCII with short lines and none that could be a delimiter, base64 else. It ends as the text does. */
    public static String of(String text) {
        String lines = lines(text);
        boolean plain = isPlain(lines) && lines.lines().noneMatch(line -> line.startsWith("--"));
        return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: " + (plain ? "7bit\r\n\r\n" + lines
                : "base64\r\n\r\n" + Base64.getMimeEncoder().encodeToString(lines.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether it is ASCII in lines that mail can carry. */
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c < 127 && (c >= ' ' || c == '\n' || c == '\r' || c == '\t')) && hasShortLines(text);
    }

    static boolean hasShortLines(String text) {
        return text.lines().noneMatch(line -> line.getBytes(StandardCharsets.UTF_8).length > LINE_MAX);
    }
}
