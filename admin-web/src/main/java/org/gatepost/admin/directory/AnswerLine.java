package org.gatepost.admin.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of what a directory says: a member's name, behind those it lies within, and its value.
 *
 * @param name such as {@code account mail}
 */
public record AnswerLine(String name, String value) {

    /** An answer of members within members, a line each, in its order. */
    static List<AnswerLine> of(Map<String, Object> answer) {
        List<AnswerLine> lines = new ArrayList<>();
        add("", answer, lines);
        return lines;
    }

    private static void add(String name, Object value, List<AnswerLine> lines) {
        if (value instanceof Map<?, ?> members) {
            members.forEach((member, each) -> add((name + " " + member).strip(), each, lines));
        } else if (value instanceof Collection<?> list && list.stream().anyMatch(Map.class::isInstance)) {
            int number = 1;
            for (Object each : list) {
                add(name + " " + number++, each, lines);
            }
        } else if (value instanceof Collection<?> list) {
            lines.add(new AnswerLine(name, list.isEmpty() ? "none" : list.stream().map(Object::toString).collect(Collectors.joining(", "))));
        } else {
            lines.add(new AnswerLine(name, value instanceof Boolean yes ? yes ? "yes" : "no" : String.valueOf(value)));
        }
    }
}
