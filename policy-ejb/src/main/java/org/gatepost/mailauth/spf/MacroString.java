package org.gatepost.mailauth.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with macros (RFC 7208 section 7), read. Immutable. */
record MacroString(List<Part> parts) {

    /** Labels a macro can be asked for; a name has no more (section 7.1 wants 127 at least). */
    private static final int LABELS_MAX = 255;
    private static final Pattern MACRO = Pattern.compile("%\\{([slodiphcrtvSLODIPHCRTV])([0-9]*)([rR]?)([-.+,/_=]*)}|%([%_-])");
    /** Section 7.1: how a domain-spec ends that does not end in a macro. */
    private static final Pattern DOMAIN_END = Pattern.compile("\\.(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\\.?$");
    private static final String ONLY_EXPLAINED = "crt";
    private static final String UNRESERVED = "-._~";

    /** A piece of the text. */
    sealed interface Part {
        record Literal(String text) implements Part {
        }

        /**
         * A macro.
         *
         * @param letter in lower case
         * @param labels how many on the right are taken; 0: all
         * @param delimiters on which it is split; a dot where it names none
         * @param escaped as in a URL (section 7.3)
         */
        record Macro(char letter, int labels, boolean reversed, String delimiters, boolean escaped) implements Part {
        }
    }

    MacroString {
        parts = List.copyOf(parts);
    }

    /** Reads the text of an unknown modifier; an {@link IllegalArgumentException} says what is wrong with it. */
    static MacroString parse(String text) {
        return new MacroString(read(text, false).parts());
    }

    /** Reads an explanation, which may hold spaces and more macros than a term. */
    static MacroString explanation(String text) {
        return new MacroString(read(text, true).parts());
    }

    /** Reads a domain-spec. */
    static MacroString domainSpec(String text) {
        Read read = read(text, false);
        String tail = text.substring(read.macrosEnd());
        if (text.isEmpty() || !tail.isEmpty() && !DOMAIN_END.matcher(tail).find()) {
            throw new IllegalArgumentException(text.isEmpty() ? "a domain is missing" : "not a domain: " + text);
        }
        return new MacroString(read.parts());
    }

    /** The parts, and where the last macro ends. */
    private record Read(List<Part> parts, int macrosEnd) {
    }

    private static Read read(String text, boolean explains) {
        List<Part> parts = new ArrayList<>();
        int macrosEnd = 0;
        Matcher macro = MACRO.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int percent = text.indexOf('%', at);
            int end = percent < 0 ? text.length() : percent;
            if (end > at) {
                parts.add(literal(text.substring(at, end), explains));
            }
            at = end;
            if (percent >= 0) {
                macro.region(percent, text.length());
                if (!macro.lookingAt()) {
                    throw new IllegalArgumentException("not a macro: " + text.substring(percent));
                }
                parts.add(macro(macro, explains));
                at = macro.end();
                macrosEnd = at;
            }
        }
        return new Read(parts, macrosEnd);
    }

    private static Part literal(String text, boolean explains) {
        // Visible ASCII, and a space in an explanation (section 7.1).
        if (text.chars().anyMatch(c -> c > 126 || c < (explains ? ' ' : '!'))) {
            throw new IllegalArgumentException("a character that cannot stand there: " + text);
        }
        return new Part.Literal(text);
    }

    private static Part macro(Matcher macro, boolean explains) {
        if (macro.group(5) != null) {
            return new Part.Literal(switch (macro.group(5)) {
                case "%" -> "%";
                case "_" -> " ";
                default -> "%20";
            });
        }
        char letter = macro.group(1).charAt(0);
        char lower = Character.toLowerCase(letter);
        if (!explains && ONLY_EXPLAINED.indexOf(lower) >= 0) {
            throw new IllegalArgumentException("a macro for explanations only: " + macro.group());
        }
        String digits = macro.group(2).replaceFirst("^0+", "");
        if (digits.isEmpty() && !macro.group(2).isEmpty()) {
            throw new IllegalArgumentException("no labels at all: " + macro.group());
        }
        int labels = digits.isEmpty() ? 0 : digits.length() > 3 ? LABELS_MAX : Math.min(LABELS_MAX, Integer.parseInt(digits));
        return new Part.Macro(lower, labels, !macro.group(3).isEmpty(), macro.group(4).isEmpty() ? "." : macro.group(4), letter != lower);
    }

    /** The text with each macro in its form; empty where one of them has no value that can stand there. */
    Optional<String> expand(Function<Character, Optional<String>> values) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String text) -> out.append(text);
                case Part.Macro macro -> {
                    Optional<String> value = values.apply(macro.letter());
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    out.append(formed(macro, value.get()));
                }
            }
        }
        return Optional.of(out.toString());
    }

    private static String formed(Part.Macro macro, String value) {
        List<String> labels = new ArrayList<>(Arrays.asList(value.split("[" + Pattern.quote(macro.delimiters()) + "]", -1)));
        if (macro.reversed()) {
            Collections.reverse(labels);
        }
        int from = macro.labels() == 0 ? 0 : Math.max(0, labels.size() - macro.labels());
        String joined = String.join(".", labels.subList(from, labels.size()));
        return macro.escaped() ? escaped(joined) : joined;
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 255);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
