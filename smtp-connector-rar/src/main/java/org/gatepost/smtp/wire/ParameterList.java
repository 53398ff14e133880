package org.gatepost.smtp.wire;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * The parameters behind a path: {@code SP KEYWORD[=value]} (RFC 5321 section 4.1.2), each at most once.
 *
 * @param values by keyword in upper case; the empty string where there was no value
 * @param fault what is wrong with them, where something is
 */
record ParameterList(Map<String, String> values, Optional<Reply> fault) {

    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]*");
    private static final Pattern VALUE = Pattern.compile("[!-<>-~]+");
    private static final Pattern UTF8_VALUE = Pattern.compile("[!-<>-~\\x80-\\xff]+");

    /**
     * Reads what follows a path.
     *
     * @param utf8 whether octets beyond ASCII may be in a value (RFC 6531 section 3.4)
     */
    static ParameterList read(String rest, Set<String> known, boolean utf8) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
            return faulty(Replies.badArguments("a space before each parameter"));
        }
        // Not String.strip: only the space is white space here. Trailing spaces are tolerated (RFC 5321 section 4.1.1).
        for (String word : rest.split(" ")) {
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
            if (!KEYWORD.matcher(keyword).matches() || equals >= 0 && !(utf8 ? UTF8_VALUE : VALUE).matcher(word.substring(equals + 1)).matches()) {
                return faulty(Replies.badParameter(keyword));
            }
            if (!known.contains(keyword)) {
                return faulty(Replies.UNKNOWN_PARAMETER);
            }
            if (values.put(keyword, equals < 0 ? "" : word.substring(equals + 1)) != null) {
                return faulty(Replies.repeatedParameter(keyword));
            }
        }
        return new ParameterList(values, Optional.empty());
    }

    Optional<String> value(String keyword) {
        return Optional.ofNullable(values.get(keyword));
    }

    private static ParameterList faulty(Reply reply) {
        return new ParameterList(Map.of(), Optional.of(reply));
    }
}
