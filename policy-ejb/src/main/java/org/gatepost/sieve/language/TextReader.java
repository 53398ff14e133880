package org.gatepost.sieve.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what a string of the source means: encoded characters (RFC 5228 2.4.2.4) first, then variables (RFC 5229 section 3). */
final class TextReader {

    private static final int MATCHED_MAX = 999;

    private final Set<Capability> required;

    TextReader(Set<Capability> required) {
        this.required = required;
    }

    SieveText read(String source, Position at) {
        if (source.indexOf("${") < 0) {
            return SieveText.of(source);
        }
        String text = required.contains(Capability.ENCODED_CHARACTER) ? decoded(source, at) : source;
        return required.contains(Capability.VARIABLES) ? withVariables(text, at) : SieveText.of(text);
    }

    private static String decoded(String source, Position at) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (true) {
            int open = source.indexOf("${", from);
            int close = open < 0 ? -1 : source.indexOf('}', open);
            if (close < 0) {
                return out.append(source, from, source.length()).toString();
            }
            out.append(source, from, open);
            String inner = source.substring(open + 2, close);
            String characters = null;
            if (inner.regionMatches(true, 0, "hex:", 0, 4)) {
                characters = hexOctets(inner.substring(4));
            } else if (inner.regionMatches(true, 0, "unicode:", 0, 8)) {
                characters = unicode(inner.substring(8), at);
            }
            if (characters == null) {
                out.append("${");
                from = open + 2;
            } else {
                out.append(characters);
                from = close + 1;
            }
        }
    }

    /** Null where this is no list of octets: then it stands for itself. */
    private static String hexOctets(String list) {
        String[] words = words(list);
        byte[] octets = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            if (words[i].isEmpty() || words[i].length() > 2 || !isHex(words[i])) {
                return null;
            }
            octets[i] = (byte) Integer.parseInt(words[i], 16);
        }
        return words.length == 0 ? null : new String(octets, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String unicode(String list, Position at) {
        String[] words = words(list);
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            if (word.isEmpty() || !isHex(word)) {
                return null;
            }
        }
        for (String word : words) {
            String digits = word.replaceFirst("^0+(?=.)", "");
            int point = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits, 16);
            if (!Character.isValidCodePoint(point) || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new Complaint(at, "invalid unicode character 0x" + word.substring(0, Math.min(16, word.length())) + " in encoded character substitution");
            }
            text.appendCodePoint(point);
        }
        return words.length == 0 ? null : text.toString();
    }

    private static String[] words(String list) {
        String trimmed = list.strip();
        return trimmed.isEmpty() ? new String[0] : trimmed.split("[ \t\r\n]+");
    }

    private static boolean isHex(String word) {
        return word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }

    private SieveText withVariables(String text, Position at) {
        List<SieveText.Piece> pieces = new ArrayList<>();
        StringBuilder fixed = new StringBuilder();
        int from = 0;
        while (true) {
            int open = text.indexOf("${", from);
            int close = open < 0 ? -1 : text.indexOf('}', open);
            if (close < 0) {
                fixed.append(text, from, text.length());
                break;
            }
            fixed.append(text, from, open);
            SieveText.Piece piece = reference(text.substring(open + 2, close), at);
            if (piece == null) {
                fixed.append("${");
                from = open + 2;
            } else {
                flush(fixed, pieces);
                pieces.add(piece);
                from = close + 1;
            }
        }
        flush(fixed, pieces);
        return new SieveText(pieces);
    }

    private static void flush(StringBuilder fixed, List<SieveText.Piece> pieces) {
        if (fixed.length() > 0) {
            pieces.add(new SieveText.Piece.Fixed(fixed.toString()));
            fixed.setLength(0);
        }
    }

    /** Null where it is no reference and stands for itself. */
    SieveText.Piece reference(String name, Position at) {
        if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            String digits = name.replaceFirst("^0+(?=.)", "");
            if (digits.length() > 3) {
                throw new Complaint(at, "match value index ${" + digits.substring(0, Math.min(10, digits.length())) + "} is larger than " + MATCHED_MAX);
            }
            return new SieveText.Piece.Matched(Integer.parseInt(digits));
        }
        String[] parts = name.split("\\.", -1);
        for (String part : parts) {
            if (!isIdentifier(part)) {
                return null;
            }
        }
        String last = parts[parts.length - 1].toLowerCase(Locale.ROOT);
        if (parts.length == 1) {
            return new SieveText.Piece.Variable(false, last);
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("global") && required.contains(Capability.INCLUDE)) {
            return new SieveText.Piece.Variable(true, last);
        }
        // RFC 5229 3: a namespace that no required extension defines is an error.
        throw new Complaint(at, "unknown variable namespace '" + name.substring(0, name.lastIndexOf('.')) + "' in '${" + name + "}'");
    }

    static boolean isIdentifier(String word) {
        if (word.isEmpty() || word.charAt(0) >= '0' && word.charAt(0) <= '9') {
            return false;
        }
        return word.chars().allMatch(c -> c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
    }
}
