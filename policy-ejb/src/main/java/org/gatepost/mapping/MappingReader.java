package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads files of mapping tables. A table's name stands in the first column, an entry behind white space: pattern, white space, template. {@code !} begins
 * a comment, {@code \} at the end of a line continues it, an empty line ends a table (but for one between its name and its entries). For one file.
 */
public final class MappingReader {

    /** Characters of a file. */
    public static final int FILE_MAX = 8 << 20;
    /** Characters of an entry. */
    public static final int ENTRY_MAX = 8192;
    /** Entries of all tables of a file. */
    public static final int ENTRIES_MAX = 200_000;
    /** Errors that are told. */
    public static final int ERRORS_MAX = 50;

    private final List<MappingTable> tables = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<SyntaxError> errors = new ArrayList<>();
    private int count;
    /** The table that is being read; empty where none is open. */
    private String name = "";
    private List<MappingEntry> entries = new ArrayList<>();

    private final TemplateTerms terms;

    private MappingReader(TemplateTerms terms) {
        this.terms = terms;
    }

    /** Reads a file whose templates may use whatever the language has. */
    public static MappingReading read(String text) {
        return read(text, TemplateTerms.ANY);
    }

    /** Reads a file whose templates may use what these terms allow. */
    public static MappingReading read(String text, TemplateTerms terms) {
        if (text.length() > FILE_MAX) {
            return new MappingReading.Rejected(List.of(new SyntaxError(1, 1, "at most " + FILE_MAX + " characters")));
        }
        return new MappingReader(terms).all(text);
    }

    private MappingReading all(String text) {
        for (PolicyLine line : PolicyLine.of(text)) {
            if (errors.size() == ERRORS_MAX) {
                break;
            }
            line(line);
        }
        endTable();
        return errors.isEmpty() ? new MappingReading.Read(new MappingTables(tables)) : new MappingReading.Rejected(errors);
    }

    private void line(PolicyLine line) {
        String text = line.text();
        if (text.isBlank()) {
            if (!entries.isEmpty()) {
                endTable();
            }
        } else if (text.stripLeading().startsWith("!")) {
            return;
        } else if (Cursor.isSpace(text.charAt(0))) {
            entry(line);
        } else {
            endTable();
            beginTable(line);
        }
    }

    private void beginTable(PolicyLine line) {
        String text = line.text().stripTrailing();
        if (!text.matches("[A-Za-z][A-Za-z0-9_$.-]{0,99}")) {
            errors.add(line.error(text.startsWith("<") ? 0 : firstWrong(text), text.startsWith("<")
                    ? "a table's name; another file cannot be included, its text goes here"
                    : "a table's name alone on its line: a letter, then letters, digits, _, $, . or -, at most 100"));
        } else if (!names.add(text.toUpperCase(Locale.ROOT))) {
            errors.add(line.error(0, "a name that no table above has"));
        }
        name = text;
    }

    private static int firstWrong(String text) {
        int at = 0;
        while (at < text.length() && String.valueOf(text.charAt(at)).matches(at == 0 ? "[A-Za-z]" : "[A-Za-z0-9_$.-]")) {
            at++;
        }
        return at == text.length() ? 100 : at;
    }

    private void endTable() {
        if (!name.isEmpty()) {
            tables.add(new MappingTable(name, entries));
        }
        name = "";
        entries = new ArrayList<>();
    }

    private void entry(PolicyLine line) {
        Cursor cursor = new Cursor(line);
        cursor.skipSpaces();
        try {
            if (name.isEmpty()) {
                throw cursor.misread("the name of a table in the first column");
            }
            if (line.text().length() > ENTRY_MAX) {
                throw cursor.misread("at most " + ENTRY_MAX + " characters in an entry");
            }
            if (++count > ENTRIES_MAX) {
                throw cursor.misread("at most " + ENTRIES_MAX + " entries");
            }
            Pattern pattern = PatternReader.read(cursor);
            cursor.skipSpaces();
            if (cursor.atEnd()) {
                throw cursor.misread("a template");
            }
            List<TemplatePart> template = TemplateReader.read(cursor, pattern.saved(), terms, name);
            int end = cursor.at();
            cursor.skipSpaces();
            if (!cursor.atEnd()) {
                throw cursor.misread(end, "the end of the entry, or $ before the space");
            }
            entries.add(new MappingEntry(line.first(), line.text().strip(), pattern, template));
        } catch (Cursor.Misread e) {
            errors.add(e.error());
        }
    }
}
