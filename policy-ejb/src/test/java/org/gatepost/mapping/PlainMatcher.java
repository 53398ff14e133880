package org.gatepost.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pattern means, said as simply as possible: every way is tried, in order, and nothing is remembered. */
final class PlainMatcher {

    private PlainMatcher() {
    }

    /** The saved texts of the first way that fits; empty where none does. */
    static Optional<List<String>> match(List<PatternPart> parts, String text) {
        return match(parts, text, 0, List.of());
    }

    private static Optional<List<String>> match(List<PatternPart> parts, String text, int at, List<String> saved) {
        if (parts.isEmpty()) {
            return at == text.length() ? Optional.of(saved) : Optional.empty();
        }
        PatternPart part = parts.getFirst();
        for (int end : ends(part, text, at, saved)) {
            List<String> more = new ArrayList<>(saved);
            if (part.isSaved() && more.size() < 10) {
                more.add(text.substring(at, end));
            }
            Optional<List<String>> rest = match(parts.subList(1, parts.size()), text, end, more);
            if (rest.isPresent()) {
                return rest;
            }
        }
        return Optional.empty();
    }

    private static List<Integer> ends(PatternPart part, String text, int at, List<String> saved) {
        List<Integer> ends = new ArrayList<>();
        switch (part) {
            case PatternPart.Literal(String literal) -> {
                if (text.regionMatches(true, at, literal, 0, literal.length())) {
                    ends.add(at + literal.length());
                }
            }
            case PatternPart.Again(int number) -> {
                if (text.regionMatches(true, at, saved.get(number), 0, saved.get(number).length())) {
                    ends.add(at + saved.get(number).length());
                }
            }
            case PatternPart.One one -> {
                boolean within = at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
                if (at < text.length() && !within && one.set().has(Probe.fold(text.charAt(at)))) {
                    ends.add(at + Character.charCount(text.codePointAt(at)));
                }
            }
            case PatternPart.Many many -> {
                int end = at;
                ends.add(end);
                while (end < text.length() && many.set().has(Probe.fold(text.charAt(end)))) {
                    end++;
                    ends.add(many.lazy() ? ends.size() : 0, end);
                }
            }
            case PatternPart.Address address -> {
                String characters = address.range().beginning().isV4() ? "[0-9.]" : "[0-9A-Fa-f.:]";
                int end = at;
                while (end < text.length() && text.substring(end, end + 1).matches(characters)) {
                    end++;
                }
                if (Probe.address(text.substring(at, end)).filter(address.range()::contains).isPresent()) {
                    ends.add(end);
                }
            }
        }
        return ends;
    }
}
