package org.gatepost.conversion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.gatepost.mapping.Cursor;
import org.gatepost.mapping.PolicyLine;
import org.gatepost.mapping.SyntaxError;

/**
 * Reads conversion entries: {@code name=value} parted by {@code ;}, a value in quotes where it holds spaces or one of these. An entry ends with a line that has no
 * {@code ;} at its end, or before an empty one; {@code !} begins a comment. Conditions are {@code in-channel out-channel in-type in-subtype in-disposition in-name
 * tag}, what is done is one of {@code delete=1}, {@code replace=TEXT}, {@code refuse=TEXT}, {@code hold=WHY}, {@code command=PATH AND ARGUMENTS}; with
 * a command may stand {@code out-type out-subtype timeout=SECONDS octets=N}. For one row.
 */
public final class ConversionReader {

    /** Entries of a row. */
    public static final int ENTRIES_MAX = 1_000;
    /** Characters of a value. */
    public static final int VALUE_MAX = 4_096;
    /** Errors that are told. */
    public static final int ERRORS_MAX = 50;

    private static final List<String> ACTIONS = List.of("delete", "replace", "refuse", "hold", "command");
    private static final List<String> OF_COMMAND = List.of("out-type", "out-subtype", "timeout", "octets");

    private final String row;
    private final List<ConversionEntry> entries = new ArrayList<>();
    private final List<SyntaxError> errors = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    /** Where the entry began that is being read. */
    private int first;
    private boolean broken;

    private ConversionReader(String row) {
        this.row = row;
    }

    /** @param row what it is called in traces */
    public static ConversionReading read(String row, String text) {
        ConversionReader reader = new ConversionReader(row);
        for (PolicyLine line : PolicyLine.of(text)) {
            if (reader.errors.size() < ERRORS_MAX) {
                reader.line(line);
            }
        }
        reader.entryEnds();
        return reader.errors.isEmpty() ? new ConversionReading.Read(new ConversionEntries(reader.entries))
                : new ConversionReading.Rejected(reader.errors.subList(0, Math.min(reader.errors.size(), ERRORS_MAX)));
    }

    private void line(PolicyLine line) {
        if (line.text().isBlank()) {
            entryEnds();
        } else if (!line.text().startsWith("!")) {
            first = values.isEmpty() && !broken ? line.first() : first;
            try {
                clauses(new Cursor(line));
            } catch (Cursor.Misread e) {
                errors.add(e.error());
                broken = true;
            }
            if (!line.text().stripTrailing().endsWith(";")) {
                entryEnds();
            }
        }
    }

    private void clauses(Cursor cursor) throws Cursor.Misread {
        cursor.skipSpaces();
        while (!cursor.atEnd()) {
            int at = cursor.at();
            String name = cursor.until('=', "name=value").strip().toLowerCase(Locale.ROOT);
            if (!isKnown(name)) {
                throw cursor.misread(at, "one of " + known());
            }
            if (values.put(name, value(cursor)) != null) {
                throw cursor.misread(at, name + " once");
            }
            cursor.skipSpaces();
            if (!cursor.atEnd() && cursor.next() != ';') {
                throw cursor.misread(cursor.at() - 1, "; between two of them");
            }
            cursor.skipSpaces();
        }
    }

    private static String value(Cursor cursor) throws Cursor.Misread {
        cursor.skipSpaces();
        int at = cursor.at();
        boolean quoted = cursor.sees('"');
        StringBuilder value = new StringBuilder();
        if (quoted) {
            cursor.next();
        }
        while (quoted ? !cursor.sees('"') : !cursor.atGap() && !cursor.sees(';')) {
            char c = cursor.next("a quote at the end");
            value.append(quoted && c == '\\' ? cursor.next("what \\ stands before") : c);
        }
        if (quoted) {
            cursor.next();
        }
        if (value.isEmpty() || value.length() > VALUE_MAX) {
            throw cursor.misread(at, "1 to " + VALUE_MAX + " characters");
        }
        return value.toString();
    }

    private static boolean isKnown(String name) {
        return ACTIONS.contains(name) || OF_COMMAND.contains(name) || condition(name).isPresent();
    }

    private static Optional<ConversionEntry.Condition> condition(String name) {
        for (ConversionEntry.Condition each : ConversionEntry.Condition.values()) {
            if (each.keyword().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static String known() {
        List<String> names = new ArrayList<>();
        for (ConversionEntry.Condition each : ConversionEntry.Condition.values()) {
            names.add(each.keyword());
        }
        names.addAll(ACTIONS);
        names.addAll(OF_COMMAND);
        return String.join(" ", names);
    }

    private void entryEnds() {
        if (!values.isEmpty() && !broken) {
            try {
                if (entries.size() == ENTRIES_MAX) {
                    throw new IllegalArgumentException("at most " + ENTRIES_MAX + " entries");
                }
                entries.add(entry());
            } catch (IllegalArgumentException e) {
                errors.add(new SyntaxError(first, 1, e.getMessage()));
            }
        }
        values.clear();
        broken = false;
    }

    private ConversionEntry entry() {
        Map<ConversionEntry.Condition, String> conditions = new EnumMap<>(ConversionEntry.Condition.class);
        values.forEach((name, value) -> condition(name).ifPresent(condition -> conditions.put(condition, value.toLowerCase(Locale.ROOT))));
        List<String> actions = ACTIONS.stream().filter(values::containsKey).toList();
        if (actions.size() != 1) {
            throw new IllegalArgumentException("one of " + String.join(" ", ACTIONS) + " in an entry");
        }
        String action = actions.getFirst();
        if (!action.equals("command") && OF_COMMAND.stream().anyMatch(values::containsKey)) {
            throw new IllegalArgumentException(String.join(" ", OF_COMMAND) + " only with command");
        }
        String said = values.get(action);
        return new ConversionEntry(row + " line " + first, conditions, switch (action) {
            case "delete" -> delete(said);
            case "replace" -> new ConversionAction.Replace(said);
            case "refuse" -> new ConversionAction.Refuse(said);
            case "hold" -> new ConversionAction.Hold(said);
            default -> run(said);
        });
    }

    private static ConversionAction delete(String said) {
        if (!said.equals("1")) {
            throw new IllegalArgumentException("delete=1");
        }
        return new ConversionAction.Delete();
    }

    private ConversionAction run(String said) {
        List<String> command = List.of(said.strip().split(" +"));
        if (!command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("an absolute path in command");
        }
        return new ConversionAction.Run(command, type(), Duration.ofSeconds(number("timeout", (int) ConversionAction.Run.TIMEOUT.toSeconds(), (int) ConversionAction.Run.TIMEOUT_MAX.toSeconds())),
                number("octets", ConversionAction.Run.OCTETS, ConversionAction.Run.OCTETS_MAX));
    }

    private Optional<String> type() {
        Optional<String> type = Optional.ofNullable(values.get("out-type"));
        Optional<String> subtype = Optional.ofNullable(values.get("out-subtype"));
        if (type.isEmpty() && subtype.isEmpty()) {
            return Optional.empty();
        }
        String whole = type.orElse("") + "/" + subtype.orElse("");
        if (!whole.matches("[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+") || whole.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            throw new IllegalArgumentException("out-type and out-subtype of a part that is no multipart");
        }
        return Optional.of(whole);
    }

    private int number(String name, int unsaid, int max) {
        String text = values.getOrDefault(name, Integer.toString(unsaid));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
            throw new IllegalArgumentException(name + " from 1 to " + max);
        }
        return Integer.parseInt(text);
    }
}
