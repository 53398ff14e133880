package org.gatepost.workbench.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes maps, collections, texts, numbers and truth values as JSON (RFC 8259), for what is read by machines and now and then by a person. */
public final class Json {

    private static final String INDENT = "  ";

    private Json() {
    }

    /**
     * The text of {@code value}; members of maps in the order of their iteration, a line each.
     *
     * @throws IllegalArgumentException for a type it does not know or a number that JSON has no word for
     */
    public static String text(Object value) {
        return text(value, "\n");
    }

    /** The same on one line, without a line end. */
    public static String line(Object value) {
        return text(value, "");
    }

    /** @param newline what stands before a member at this depth: a line end and the indent so far, or nothing */
    private static String text(Object value, String newline) {
        return switch (value) {
            case Map<?, ?> map -> object(map, newline);
            case Collection<?> items -> items.stream().map(item -> text(item, deeper(newline))).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case Double number -> number(number);
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }

    private static String deeper(String newline) {
        return newline.isEmpty() ? newline : newline + INDENT;
    }

    private static String object(Map<?, ?> map, String newline) {
        if (map.isEmpty()) {
            return "{}";
        }
        String inner = deeper(newline);
        return map.entrySet().stream().map(member -> quoted(member.getKey().toString()) + ": " + text(member.getValue(), inner))
                .collect(Collectors.joining(inner.isEmpty() ? ", " : "," + inner, "{" + inner, newline + "}"));
    }

    private static String number(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("no JSON for " + number);
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? String.valueOf((long) number) : String.format(Locale.ROOT, "%.4f", number);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }
}
