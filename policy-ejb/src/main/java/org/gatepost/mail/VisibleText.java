package org.gatepost.mail;

import java.nio.charset.StandardCharsets;

/** Text from elsewhere, made fit for people to read: it can neither end a line nor change the direction of what stands beside it. Stateless. */
public final class VisibleText {

    private VisibleText() {
    }

    /** What people can see as it is, UTF-8 included; what ends lines, controls, changes the direction of writing or is half a character as {@code ?}. Cut to length. */
    public static String of(String text, int octetsMax) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), octetsMax));
        int octets = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean shown = switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
                default -> true;
            };
            String one = shown ? Character.toString(c) : "?";
            octets += one.getBytes(StandardCharsets.UTF_8).length;
            if (octets > octetsMax) {
                break;
            }
            out.append(one);
        }
        return out.toString();
    }
}
