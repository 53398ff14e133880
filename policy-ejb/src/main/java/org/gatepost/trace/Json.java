package org.gatepost.trace;

import java.util.Collection;
import java.util.Map;

/** Writes JSON (RFC 8259) objects of strings, numbers, booleans and lists of them, on one line. */
public final class Json {

    private final StringBuilder out;

    private Json(StringBuilder out) {
        this.out = out;
    }

    /** The object as text, in the order of the map. */
    public static String object(Map<String, ?> members) {
        Json json = new Json(new StringBuilder(256));
        json.writeObject(members);
        return json.out.toString();
    }

    private void writeObject(Map<?, ?> members) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            writeString(String.valueOf(member.getKey()));
            out.append(':');
            writeValue(member.getValue());
        }
        out.append('}');
    }

    private void writeValue(Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b.booleanValue());
            // JSON has no word for them.
            case Double d when d.isNaN() || d.isInfinite() -> out.append("null");
            case Number n -> out.append(n);
            case Map<?, ?> map -> writeObject(map);
            case Collection<?> list -> writeList(list);
            case Object other -> writeString(other.toString());
        }
    }

    private void writeList(Collection<?> list) {
        out.append('[');
        boolean first = true;
        for (Object value : list) {
            if (!first) {
                out.append(',');
            }
            first = false;
            writeValue(value);
        }
        out.append(']');
    }

    private void writeString(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == 0 || Character.isSurrogate(c) && !isPair(text, i)) {
                // PostgreSQL takes neither NUL nor half a character, in text or in jsonb.
                out.append('\ufffd');
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i)) ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
