package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.SyntaxError;
import org.gatepost.mapping.TemplateTerms;
import org.gatepost.mapping.access.Conversions;

/** The tables of {@code mappings} as the texts of rows. What the reader of tables does not take stands there as a comment. For one import. */
final class MappingsFile {

    /** A table of counters that an entry asks. */
    private static final Pattern COUNTER = Pattern.compile("\\$\\[[^\\],]*(?:check_metermaid|conn_throttle)[^\\],]*,\\s*\\w+,\\s*([A-Za-z0-9_.-]+)");

    /** What CONVERSIONS may say besides yes there. */
    private static final Pattern DETOUR = Pattern.compile("\\s[^\\s]*yes\\s*,[^\\s]*$", Pattern.CASE_INSENSITIVE);

    private final TemplateTerms terms;
    private final Set<String> counters;
    private final Findings findings;
    private final Map<String, List<String>> tables = new LinkedHashMap<>();
    /** The entries of the table that is being read; thrown away where the table cannot be one of ours. */
    private List<String> entries = new ArrayList<>();
    private boolean open;
    private boolean skipping;

    private MappingsFile(TemplateTerms terms, Set<String> counters, Findings findings) {
        this.terms = terms;
        this.counters = counters;
        this.findings = findings;
    }

    /**
     * The entries of each table, by its name in upper case.
     *
     * @param terms what templates may use
     * @param counters the throttle tables there are
     */
    static Map<String, List<String>> read(List<SunLine> lines, TemplateTerms terms, Set<String> counters, Findings findings) {
        MappingsFile file = new MappingsFile(terms, counters, findings);
        lines.forEach(file::line);
        return file.tables;
    }

    private void line(SunLine line) {
        String text = line.text();
        if (text.isBlank()) {
            open = open && entries.isEmpty();
        } else if (text.stripLeading().startsWith("!")) {
            entries.add(" " + text.strip());
        } else if (!Character.isWhitespace(text.charAt(0))) {
            table(line);
        } else if (skipping) {
            findings.notImported(line, "its table is not imported");
        } else if (!open) {
            findings.notImported(line, "no table's name stands above it");
        } else {
            entry(line);
        }
    }

    private void table(SunLine line) {
        String name = line.text().strip().toUpperCase(Locale.ROOT);
        open = true;
        skipping = true;
        entries = new ArrayList<>();
        if (!(MappingReader.read(name + "\n * $Y\n") instanceof MappingReading.Read)) {
            findings.notImported(line, "not the name of a table");
        } else if (tables.containsKey(name)) {
            findings.notImported(line, "a table of this name stands above");
        } else {
            skipping = false;
            tables.put(name, entries);
        }
    }

    private void entry(SunLine line) {
        String name = tables.keySet().stream().reduce((before, last) -> last).orElseThrow();
        String text = " " + line.text().strip();
        if (name.equals(Conversions.TABLE) && DETOUR.matcher(text).find()) {
            findings.notImported(line, "it says only Yes or No here: mail goes through a filter by aliasdetourhost of its source channel");
            entries.add(" ! not imported: " + text.strip());
            return;
        }
        switch (MappingReader.read(name + "\n" + text + "\n", terms)) {
            case MappingReading.Read read -> {
                entries.add(text);
                Matcher asked = COUNTER.matcher(text);
                while (asked.find()) {
                    if (!counters.contains(asked.group(1))) {
                        findings.notImported(line, "the entry is imported, the table of counters that it asks is not: write a row throttle_table " + asked.group(1));
                    }
                }
            }
            case MappingReading.Rejected(List<SyntaxError> errors) -> {
                findings.notImported(line, "column " + errors.getFirst().column() + ": expected " + errors.getFirst().expected());
                entries.add(" ! not imported: " + text.strip());
            }
        }
    }
}
