package org.gatepost.adapter.scanner.wire;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The head of an answer: its first line, and the fields up to an empty line. HTTP, ICAP and spamd all have one.
 *
 * @param fields by their names in lower case; of several with one name the last, continuation lines joined by LF
 */
public record Fields(String first, Map<String, String> fields) {

    private static final int LINE_OCTETS_MAX = 8 * 1024;
    private static final int LINES_MAX = 500;

    public Fields {
        fields = Map.copyOf(fields);
    }

    public static Fields read(Conversation conversation) throws IOException {
        String first = conversation.line(LINE_OCTETS_MAX);
        Map<String, String> fields = new LinkedHashMap<>();
        String name = "";
        for (int lines = 0;; lines++) {
            String line = conversation.line(LINE_OCTETS_MAX);
            if (line.isEmpty()) {
                return new Fields(first, fields);
            }
            if (lines == LINES_MAX) {
                throw new IOException("more than " + LINES_MAX + " header lines");
            }
            int colon = line.indexOf(':');
            if ((line.startsWith(" ") || line.startsWith("\t")) && !name.isEmpty()) {
                fields.merge(name, line.strip(), (one, more) -> one + "\n" + more);
            } else if (colon > 0) {
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.put(name, line.substring(colon + 1).strip());
            } else {
                throw new IOException("not a header line: " + quoted(line));
            }
        }
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** A field that is a number of octets; one that is there and is none is an error. */
    public OptionalLong octets(String name) throws IOException {
        Optional<String> value = field(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().matches("[0-9]{1,15}")) {
            throw new IOException(name + " is no number: " + quoted(value.get()));
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }

    /** How an answer that is not understood stands in the log. */
    public static String quoted(String text) {
        return text.substring(0, Math.min(text.length(), 120));
    }

    /** Why a question failed, in words. */
    public static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
