package org.gatepost.smtp.wire;

import java.util.ArrayList;
import java.util.List;

/** Everything some server has ever taken for the end of data, or might: a dot between two of these, with or without something beside it. */
public final class DotLines {

    /** What only CRLF is, and what something else may be taken for. */
    private static final List<String> ENDINGS = List.of("\r\n", "\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "\0\r\n", "\r\0\n", "\r\n\0", "\0\n", "\n\0", "\u000b", "\f", "\u0085", "\u00e2\u0080\u00a8",
            "\r\n ", " \r\n");
    private static final List<String> DOTS = List.of(".", ". ", ".\t", " .", "..", ".\0", "\0.", ".\b");
    private static final String END = "\r\n.\r\n";

    private DotLines() {
    }

    /** All of them that are not the end, and do not hold it. */
    public static List<String> all() {
        List<String> all = new ArrayList<>();
        for (String before : ENDINGS) {
            for (String dot : DOTS) {
                for (String after : ENDINGS) {
                    if (!(before + dot + after).contains(END)) {
                        all.add(before + dot + after);
                    }
                }
            }
        }
        return all;
    }

    /** Those that are the end by the standard, with something before it that no honest client sends. */
    public static List<String> oddEnds() {
        return List.of("\r" + END, "\0" + END, "\r\r\r" + END, "\n\r" + END, "\r\n\r" + END);
    }

    /** For a failure's message. */
    public static String shown(String octets) {
        StringBuilder out = new StringBuilder();
        for (char c : octets.toCharArray()) {
            out.append(c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : c);
        }
        return out.toString();
    }
}
