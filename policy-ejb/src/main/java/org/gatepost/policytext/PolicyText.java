package org.gatepost.policytext;

/**
 * How a policy is written. A row begins with its table and its key in brackets; a line {@code column = value} each follows. A value that is no plain line
 * stands below its column, each of its lines behind {@code "| "}, or, where a line has characters that cannot be seen, behind a backslash and a space with
 * these characters as {@code \}{@code uXXXX}. A column that is not written is null. Lines that begin with {@code #} and blank lines mean nothing.
 *
 * <p>Every value is written so that reading gives it back, character by character; the same rows give the same text.
 */
public final class PolicyText {

    /** The first line: what it is, and in which form. */
    static final String HEAD = "gatepost policy 1";
    /** Begins a line of a value. */
    static final char PLAIN = '|';
    /** Begins a line of a value in which a backslash stands for what cannot be seen. */
    static final char ESCAPED = '\\';

    private PolicyText() {
    }

    /** The rows as text, in their order. */
    public static String write(PolicyDocument document) {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (PolicyDocument.Row row : document.rows()) {
            text.append("\n[").append(row.name().table());
            row.name().key().forEach(word -> text.append(' ').append(word(word)));
            text.append("]\n");
            row.columns().forEach((column, value) -> column(text, column, value));
        }
        return text.toString();
    }

    /** Reads a text, or says all that is wrong with it. */
    public static PolicyReading read(String text) {
        return new PolicyTextReader().read(text);
    }

    private static void column(StringBuilder text, String column, String value) {
        text.append(column).append(" =");
        if (isPlainLine(value)) {
            text.append(' ').append(value).append('\n');
            return;
        }
        text.append('\n');
        if (value.isEmpty()) {
            return;
        }
        for (String line : value.split("\n", -1)) {
            boolean plain = line.chars().noneMatch(PolicyText::cannotBeSeen);
            String written = plain ? line : escaped(line);
            text.append(plain ? PLAIN : ESCAPED).append(written.isEmpty() ? "" : " ").append(written).append('\n');
        }
    }

    private static boolean isPlainLine(String value) {
        return !value.isEmpty() && value.chars().noneMatch(c -> c == '\n' || cannotBeSeen(c)) && value.strip().equals(value);
    }

    /** A tab is usual in tables; all other controls would be lost or do harm on the way through editors. */
    private static boolean cannotBeSeen(int character) {
        return character != '\t' && Character.isISOControl(character);
    }

    private static String escaped(String line) {
        StringBuilder text = new StringBuilder();
        for (char c : line.toCharArray()) {
            text.append(c == '\\' ? "\\\\" : cannotBeSeen(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return text.toString();
    }

    private static String word(String word) {
        boolean bare = !word.isEmpty() && word.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || c == '"' || c == ']' || c == '\\');
        return bare ? word : "\"" + escaped(word).replace("\"", "\\\"").replace("\t", "\\u0009") + "\"";
    }
}
