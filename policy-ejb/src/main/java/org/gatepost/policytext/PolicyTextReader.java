package org.gatepost.policytext;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@link PolicyText} writes, or what a person made of it. For one text and one thread. */
final class PolicyTextReader {

    /** Greatest text, in characters. */
    static final int TEXT_MAX = 64 << 20;
    /** Rows of a text. */
    static final int ROWS_MAX = 100_000;
    /** Errors that are told; the last line says that there are more. */
    static final int ERRORS_MAX = 100;

    private static final Pattern SECTION = Pattern.compile("\\[\\s*([a-z][a-z0-9_]*)((?:\\s+(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"\\]\\\\]+))*)\\s*]\\s*");
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"\\]\\\\]+)");
    private static final Pattern COLUMN = Pattern.compile("\\s*([a-z][a-z0-9_]*)\\s*=[ \\t]*(.*)", Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))", Pattern.DOTALL);

    private final List<LineError> errors = new ArrayList<>();
    private final Map<PolicyDocument.RowName, Integer> begun = new HashMap<>();
    private final List<PolicyDocument.Row> rows = new ArrayList<>();
    private Optional<PolicyDocument.RowName> name = Optional.empty();
    private int nameLine;
    private Map<String, String> columns = new LinkedHashMap<>();
    /** The column whose value may go on in the next line, and whether it has begun. */
    private Optional<String> open = Optional.empty();
    private boolean goesOn;

    PolicyReading read(String text) {
        if (text.length() > TEXT_MAX) {
            return new PolicyReading.Rejected(List.of(new LineError(0, "longer than " + TEXT_MAX + " characters")));
        }
        int number = 0;
        boolean headed = false;
        for (String ended : text.split("\n", -1)) {
            number++;
            String line = ended.endsWith("\r") ? ended.substring(0, ended.length() - 1) : ended;
            if (!headed && !isIdle(line)) {
                headed = true;
                if (!line.strip().equals(PolicyText.HEAD)) {
                    return new PolicyReading.Rejected(List.of(new LineError(number, "the first line is not '" + PolicyText.HEAD + "'")));
                }
            } else {
                line(number, line);
            }
        }
        endRow();
        if (!headed) {
            wrong(0, "empty: the first line is not '" + PolicyText.HEAD + "'");
        }
        return errors.isEmpty() ? new PolicyReading.Read(new PolicyDocument(rows)) : new PolicyReading.Rejected(errors);
    }

    private static boolean isIdle(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private void line(int number, String line) {
        boolean valueLine = !line.isEmpty() && (line.charAt(0) == PolicyText.PLAIN || line.charAt(0) == PolicyText.ESCAPED);
        if (valueLine) {
            valueLine(number, line);
            return;
        }
        open = Optional.empty();
        if (isIdle(line)) {
            return;
        }
        if (line.startsWith("[")) {
            section(number, line);
        } else {
            column(number, line);
        }
    }

    private void section(int number, String line) {
        endRow();
        Matcher section = SECTION.matcher(line);
        if (!section.matches()) {
            wrong(number, "expected [table key]: " + line.strip());
            return;
        }
        List<String> key = new ArrayList<>();
        Matcher words = WORD.matcher(section.group(2));
        while (words.find()) {
            key.add(words.group(2) != null ? words.group(2) : unescaped(number, words.group(1)));
        }
        PolicyDocument.RowName row = new PolicyDocument.RowName(section.group(1), key);
        Integer earlier = begun.putIfAbsent(row, number);
        if (earlier != null) {
            wrong(number, row + " stands at line " + earlier + " already");
        } else if (begun.size() > ROWS_MAX) {
            wrong(number, "more than " + ROWS_MAX + " rows");
        }
        name = Optional.of(row);
        nameLine = number;
    }

    private void column(int number, String line) {
        Matcher column = COLUMN.matcher(line);
        if (!column.matches()) {
            wrong(number, "expected column = value: " + line.strip());
            return;
        }
        if (name.isEmpty()) {
            wrong(number, column.group(1) + " belongs to no row: a [table key] stands before it");
            return;
        }
        String value = column.group(2).stripTrailing();
        if (columns.putIfAbsent(column.group(1), value) != null) {
            wrong(number, column.group(1) + " is there twice");
            return;
        }
        open = Optional.of(column.group(1)).filter(any -> value.isEmpty());
        goesOn = false;
    }

    private void valueLine(int number, String line) {
        if (open.isEmpty()) {
            wrong(number, "a line of a value, and no column before it whose value stands below");
            return;
        }
        String written = line.startsWith(" ", 1) ? line.substring(2) : line.substring(1);
        String value = line.charAt(0) == PolicyText.ESCAPED ? unescaped(number, written) : written;
        columns.merge(open.get(), value, (before, next) -> goesOn ? before + "\n" + next : next);
        goesOn = true;
    }

    private void endRow() {
        if (errors.isEmpty()) {
            name.ifPresent(row -> rows.add(new PolicyDocument.Row(row, columns, nameLine)));
        }
        name = Optional.empty();
        columns = new LinkedHashMap<>();
        open = Optional.empty();
    }

    private String unescaped(int number, String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> {
            if (escape.group(1) != null) {
                return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
            }
            if (!escape.group(2).equals("\\") && !escape.group(2).equals("\"")) {
                wrong(number, "a backslash stands before u and four hexadecimal digits, a backslash or a quote, not before " + escape.group(2));
            }
            return Matcher.quoteReplacement(escape.group(2));
        });
    }

    private void wrong(int line, String what) {
        if (errors.size() < ERRORS_MAX) {
            errors.add(new LineError(line, what));
        } else if (errors.size() == ERRORS_MAX) {
            errors.add(new LineError(line, "and more"));
        }
    }
}
