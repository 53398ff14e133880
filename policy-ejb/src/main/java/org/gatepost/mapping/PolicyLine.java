package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a policy text with the lines that continue it: a backslash at its end means that the next one goes on where it stands.
 *
 * @param first the number of the first of them, from 1
 * @param pieces their texts without the backslashes
 */
public record PolicyLine(int first, List<String> pieces) {

    public PolicyLine {
        pieces = List.copyOf(pieces);
    }

    /** The lines of a text; line ends may be LF or CRLF. A comment, which has {@code !} as its first character, is not continued and continues nothing. */
    public static List<PolicyLine> of(String text) {
        List<PolicyLine> lines = new ArrayList<>();
        List<String> pieces = new ArrayList<>();
        int number = 0;
        for (String physical : text.split("\n", -1)) {
            number++;
            String line = physical.endsWith("\r") ? physical.substring(0, physical.length() - 1) : physical;
            boolean continued = line.endsWith("\\") && !(pieces.isEmpty() && line.startsWith("!"));
            pieces.add(continued ? line.substring(0, line.length() - 1) : line);
            if (!continued) {
                lines.add(new PolicyLine(number - pieces.size() + 1, pieces));
                pieces.clear();
            }
        }
        if (!pieces.isEmpty()) {
            lines.add(new PolicyLine(number - pieces.size() + 1, pieces));
        }
        return lines;
    }

    public String text() {
        return String.join("", pieces);
    }

    /** An error at this place of {@link #text}, said by the line and column where it stands. */
    public SyntaxError error(int at, String expected) {
        int line = 0;
        int column = at;
        while (line < pieces.size() - 1 && column >= pieces.get(line).length()) {
            column -= pieces.get(line).length();
            line++;
        }
        return new SyntaxError(first + line, column + 1, expected);
    }
}
