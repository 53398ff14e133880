package org.gatepost.sieve.language;

import java.util.Locale;

/** Reads tokens from a script's source. What it cannot read it complains of, and goes on. */
final class Lexer {

    /** RFC 5228 2.4.1 asks for 31 bits at least. */
    static final long NUMBER_MAX = (1L << 32) - 1;
    private static final int IDENTIFIER_MAX = 32;

    private final String source;
    private final SieveLimits limits;
    private final Complaints complaints;
    private int next;
    private int line = 1;
    private int lineStart;

    Lexer(String source, SieveLimits limits, Complaints complaints) {
        this.source = source;
        this.limits = limits;
        this.complaints = complaints;
    }

    Token read() {
        skipSpace();
        Position at = new Position(line, next - lineStart + 1);
        if (next >= source.length()) {
            return token(Token.Kind.END, at);
        }
        char c = source.charAt(next);
        Token.Kind mark = mark(c);
        if (mark != Token.Kind.GARBAGE) {
            next++;
            return token(mark, at);
        }
        if (c == '"') {
            return quoted(at);
        }
        if (c == ':' && next + 1 < source.length() && startsIdentifier(source.charAt(next + 1))) {
            next++;
            return new Token(Token.Kind.TAG, identifier(at, "tag"), 0, at);
        }
        if (isDigit(c)) {
            return number(at);
        }
        if (startsIdentifier(c)) {
            if (source.regionMatches(true, next, "text:", 0, 5)) {
                return multiline(at);
            }
            return new Token(Token.Kind.IDENTIFIER, identifier(at, "identifier"), 0, at);
        }
        return garbage(c, at);
    }

    private static Token token(Token.Kind kind, Position at) {
        return new Token(kind, "", 0, at);
    }

    private static Token.Kind mark(char c) {
        return switch (c) {
            case ',' -> Token.Kind.COMMA;
            case ';' -> Token.Kind.SEMICOLON;
            case '{' -> Token.Kind.LEFT_BRACE;
            case '}' -> Token.Kind.RIGHT_BRACE;
            case '(' -> Token.Kind.LEFT_PARENTHESIS;
            case ')' -> Token.Kind.RIGHT_PARENTHESIS;
            case '[' -> Token.Kind.LEFT_BRACKET;
            case ']' -> Token.Kind.RIGHT_BRACKET;
            default -> Token.Kind.GARBAGE;
        };
    }

    /** A run of characters that begin no token is complained of once. */
    private Token garbage(char first, Position at) {
        complaints.add(at, first < ' ' || first == 0x7f ? String.format(Locale.ROOT, "unexpected control character 0x%02x", (int) first)
                : "unexpected character '" + Character.toString(source.codePointAt(next)) + "'");
        while (next < source.length() && mark(source.charAt(next)) == Token.Kind.GARBAGE && !startsIdentifier(source.charAt(next))
                && !isDigit(source.charAt(next)) && source.charAt(next) > ' ' && source.charAt(next) != '"' && source.charAt(next) != '#') {
            next++;
        }
        if (next < source.length() && source.charAt(next) == first && first <= ' ') {
            next++;
        } else if (new Position(line, next - lineStart + 1).equals(at)) {
            next++;
        }
        return token(Token.Kind.GARBAGE, at);
    }

    private void skipSpace() {
        while (next < source.length()) {
            char c = source.charAt(next);
            if (c == '\n') {
                newLine();
            } else if (c == ' ' || c == '\t' || c == '\r') {
                next++;
            } else if (c == '#') {
                while (next < source.length() && source.charAt(next) != '\n') {
                    next++;
                }
            } else if (c == '/' && next + 1 < source.length() && source.charAt(next + 1) == '*') {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        Position at = new Position(line, next - lineStart + 1);
        next += 2;
        while (next < source.length()) {
            if (source.startsWith("*/", next)) {
                next += 2;
                return;
            }
            if (source.charAt(next) == '\n') {
                newLine();
            } else {
                next++;
            }
        }
        complaints.add(at, "the comment that begins here has no end '*/'");
    }

    private void newLine() {
        next++;
        line++;
        lineStart = next;
    }

    private String identifier(Position at, String what) {
        int start = next;
        while (next < source.length() && (startsIdentifier(source.charAt(next)) || isDigit(source.charAt(next)))) {
            next++;
        }
        String name = source.substring(start, next);
        if (name.length() > IDENTIFIER_MAX) {
            complaints.add(at, what + " '" + name.substring(0, IDENTIFIER_MAX) + "...' is longer than " + IDENTIFIER_MAX + " characters");
            return name.substring(0, IDENTIFIER_MAX);
        }
        return name;
    }

    private Token number(Position at) {
        long value = 0;
        boolean tooLarge = false;
        while (next < source.length() && isDigit(source.charAt(next))) {
            value = value * 10 + (source.charAt(next++) - '0');
            tooLarge |= value > NUMBER_MAX;
            value = Math.min(value, NUMBER_MAX + 1);
        }
        int shift = next < source.length() ? switch (source.charAt(next)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        } : 0;
        if (shift > 0) {
            next++;
            value <<= shift;
            tooLarge |= value > NUMBER_MAX;
        }
        if (tooLarge) {
            complaints.add(at, "the number is larger than " + NUMBER_MAX);
            value = NUMBER_MAX;
        }
        return new Token(Token.Kind.NUMBER, "", value, at);
    }

    private Token quoted(Position at) {
        StringBuilder text = new StringBuilder();
        next++;
        while (next < source.length()) {
            char c = source.charAt(next);
            if (c == '"') {
                next++;
                return string(text, at);
            }
            if (c == '\\' && next + 1 < source.length()) {
                next++;
                c = source.charAt(next);
            }
            append(text, c);
        }
        complaints.add(at, "the string that begins here has no end '\"'");
        return string(text, at);
    }

    /** Lines end in CRLF within a script's strings (RFC 5228 2.4.2), whatever the source uses. */
    private void append(StringBuilder text, char c) {
        if (c == '\r' && next + 1 < source.length() && source.charAt(next + 1) == '\n') {
            next++;
            c = '\n';
        }
        if (c == '\n') {
            text.append("\r\n");
            newLine();
        } else {
            text.append(c);
            next++;
        }
    }

    private Token multiline(Position at) {
        next += 5;
        while (next < source.length() && (source.charAt(next) == ' ' || source.charAt(next) == '\t')) {
            next++;
        }
        if (next < source.length() && source.charAt(next) == '#') {
            while (next < source.length() && source.charAt(next) != '\n') {
                next++;
            }
        }
        if (next < source.length() && source.charAt(next) == '\r') {
            next++;
        }
        if (next >= source.length() || source.charAt(next) != '\n') {
            complaints.add(at, "'text:' must end its line");
            return token(Token.Kind.GARBAGE, at);
        }
        newLine();
        StringBuilder text = new StringBuilder();
        while (next < source.length()) {
            int end = source.indexOf('\n', next);
            int contentEnd = end < 0 ? source.length() : end;
            if (contentEnd > next && source.charAt(contentEnd - 1) == '\r') {
                contentEnd--;
            }
            if (contentEnd - next == 1 && source.charAt(next) == '.') {
                next = contentEnd;
                return string(text, at);
            }
            int from = source.charAt(next) == '.' ? next + 1 : next;
            text.append(source, Math.min(from, contentEnd), contentEnd).append("\r\n");
            if (end < 0) {
                next = source.length();
            } else {
                next = end;
                newLine();
            }
        }
        complaints.add(at, "the text that begins here has no line '.' that ends it");
        return string(text, at);
    }

    private Token string(StringBuilder text, Position at) {
        if (Utf8.longerThan(text, limits.stringOctets())) {
            complaints.add(at, "the string is longer than " + limits.stringOctets() + " octets");
            text.setLength(0);
        }
        if (text.indexOf("\0") >= 0) {
            complaints.add(at, "the string contains a NUL character");
            text.setLength(0);
        }
        return new Token(Token.Kind.STRING, text.toString(), 0, at);
    }

    private static boolean startsIdentifier(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
