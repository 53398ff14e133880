package org.gatepost.sunimport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.gatepost.mapping.PolicyLine;

/**
 * Reads a file into lines: a backslash at an end continues, {@code <name} in the first column stands for the file of that name. Only files in the directory of
 * {@code imta.cnf} are read, whatever their names promise. For one file.
 */
final class SunLines {

    /** How deep files may include each other. */
    static final int DEPTH_MAX = 8;
    /** Lines of a file and all it includes, those that include among them. */
    static final int LINES_MAX = 500_000;
    /** Where Sun's own files say that the others are. */
    private static final String TABLE_DIRECTORY = "IMTA_TABLE:";

    private final SourceFile.Beside beside;
    private final Findings findings;
    private final List<SunLine> lines = new ArrayList<>();
    private int seen;

    private SunLines(SourceFile.Beside beside, Findings findings) {
        this.beside = beside;
        this.findings = findings;
    }

    static List<SunLine> of(SourceFile file, SourceFile.Beside beside, Findings findings) {
        SunLines reader = new SunLines(beside, findings);
        reader.read(file.name(), file.text(), 0);
        return reader.lines;
    }

    private void read(String name, String text, int depth) {
        // What follows the last line end is no line: it would end the rules of the file that includes this one.
        for (PolicyLine line : PolicyLine.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text)) {
            SunLine read = new SunLine(name, line.first(), line.text());
            if (seen == LINES_MAX) {
                findings.notImported(read, "more than " + LINES_MAX + " lines: this one and all that follow");
            }
            if (++seen > LINES_MAX) {
                return;
            }
            if (read.text().startsWith("<")) {
                include(read, depth + 1);
            } else {
                lines.add(read);
            }
        }
    }

    /** Whether a file of that name can stand in the directory of imta.cnf or below it. */
    static boolean isBeside(String name) {
        return name.matches("[A-Za-z0-9_][A-Za-z0-9_./-]*") && !("/" + name + "/").contains("/../");
    }

    private void include(SunLine line, int depth) {
        String name = line.text().substring(1).strip();
        if (name.regionMatches(true, 0, TABLE_DIRECTORY, 0, TABLE_DIRECTORY.length())) {
            name = name.substring(TABLE_DIRECTORY.length());
        }
        if (depth > DEPTH_MAX) {
            findings.notImported(line, "files include each other more than " + DEPTH_MAX + " deep");
        } else if (!isBeside(name)) {
            findings.notImported(line, "only files in the directory of imta.cnf are read");
        } else {
            Optional<String> text = beside.read(name);
            if (text.isPresent()) {
                read(name, text.get(), depth);
            } else {
                findings.notImported(line, "there is no such file in the directory of imta.cnf");
            }
        }
    }
}
