package org.gatepost.mail;

import java.util.List;

/** Authentication-Results fields that claim to come from us (RFC 8601 section 5): whoever sent them, they are removed on arrival. */
public final class AuthenticationResultsFields {

    private static final String FIELD = "authentication-results";

    private AuthenticationResultsFields() {
    }

    /** The edits that remove every such field whose authserv-id is {@code authservId}, in whatever case or quoting. */
    public static HeaderEdits removeForged(MessageHeader header, String authservId) {
        List<HeaderEdits.Patch> patches = header.all(FIELD).stream().filter(field -> authservIdOf(field.value()).equalsIgnoreCase(authservId))
                .map(field -> new HeaderEdits.Patch(field.at(), field.length(), "")).toList();
        return patches.isEmpty() ? HeaderEdits.NONE : new HeaderEdits(patches);
    }

    /** The authserv-id of a field's value (section 2.2): what stands before the first semicolon or version, comments left out, unquoted. */
    static String authservIdOf(String value) {
        StringBuilder id = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() && (quoted || depth > 0)) {
                i++;
                if (quoted) {
                    id.append(value.charAt(i));
                }
            } else if (quoted) {
                quoted = c != '"';
                if (quoted) {
                    id.append(c);
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                if (c == '"') {
                    quoted = true;
                } else if (c == ';' || Character.isWhitespace(c) && !id.isEmpty()) {
                    break;
                } else if (!Character.isWhitespace(c)) {
                    id.append(c);
                }
            }
        }
        return id.toString();
    }
}
