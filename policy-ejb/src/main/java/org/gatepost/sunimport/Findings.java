package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is found while files are read. For one import and one thread. */
final class Findings {

    /** Characters of a line that are told. */
    static final int TEXT_MAX = 500;

    private final List<Finding> all = new ArrayList<>();

    void notImported(SunLine line, String reason) {
        notImported(line, line.text(), reason);
    }

    void notImported(SunLine line, String text, String reason) {
        add(line, text, Finding.Kind.NOT_IMPORTED, reason);
    }

    void notNeeded(SunLine line, String text, String reason) {
        add(line, text, Finding.Kind.NOT_NEEDED, reason);
    }

    private void add(SunLine line, String text, Finding.Kind kind, String reason) {
        String told = text.strip();
        all.add(new Finding(line.file(), line.number(), told.length() > TEXT_MAX ? told.substring(0, TEXT_MAX) : told, kind, reason));
    }

    /** In the order of their files and, within a file, of their lines. */
    List<Finding> inOrder() {
        List<String> files = all.stream().map(Finding::file).distinct().toList();
        return all.stream().sorted(Comparator.<Finding>comparingInt(finding -> files.indexOf(finding.file())).thenComparingInt(Finding::line)).toList();
    }
}
