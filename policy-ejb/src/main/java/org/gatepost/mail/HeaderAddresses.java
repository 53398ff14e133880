package org.gatepost.mail;

import java.util.ArrayList;
import java.util.List;

/** Finds the addresses in the value of an address field (RFC 5322 section 3.4). Pure; no text makes it throw. */
public final class HeaderAddresses {

    private HeaderAddresses() {
    }

    /** The addr-specs in order, each with text before and behind its last {@code @}; what stands in comments, display names and group names is none. */
    public static List<String> in(String value) {
        List<String> found = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        StringBuilder angle = new StringBuilder();
        boolean inAngle = false;
        boolean hasAngle = false;
        int comment = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            StringBuilder into = inAngle ? angle : word;
            if (c == '\\' && i + 1 < value.length() && (quoted || comment > 0)) {
                i++;
                if (comment == 0) {
                    into.append(value.charAt(i));
                }
            } else if (comment > 0) {
                comment += c == '(' ? 1 : c == ')' ? -1 : 0;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted) {
                into.append(c);
            } else if (c == '(') {
                comment++;
            } else if (c == '<') {
                inAngle = true;
                hasAngle = true;
                angle.setLength(0);
            } else if (c == '>') {
                inAngle = false;
            } else if (c == ',' && !inAngle || c == ';' || c == ':' && !inAngle) {
                if (c != ':') {
                    add(found, hasAngle ? angle : word);
                }
                word.setLength(0);
                angle.setLength(0);
                inAngle = false;
                hasAngle = false;
            } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                into.append(c);
            }
        }
        add(found, hasAngle ? angle : word);
        return found;
    }

    private static void add(List<String> found, StringBuilder text) {
        // A source route before the address is nobody's address (RFC 5322 section 4.4).
        String address = text.substring(text.indexOf("@") == 0 ? text.indexOf(":") + 1 : 0);
        int at = address.lastIndexOf('@');
        if (at > 0 && at < address.length() - 1) {
            found.add(address);
        }
    }
}
