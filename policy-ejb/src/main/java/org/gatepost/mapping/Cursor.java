package org.gatepost.mapping;

/** Where the reading of a line stands. For one thread. */
final class Cursor {

    /** The line cannot be read on. */
    static final class Misread extends Exception {

        private final transient SyntaxError error;

        private Misread(SyntaxError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        SyntaxError error() {
            return error;
        }
    }

    private final PolicyLine line;
    private final String text;
    private int at;

    Cursor(PolicyLine line) {
        this.line = line;
        this.text = line.text();
    }

    int at() {
        return at;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** At the end, or at a space or tab, which ends a column. */
    boolean atGap() {
        return atEnd() || isSpace(peek());
    }

    char peek() {
        return text.charAt(at);
    }

    boolean sees(char c) {
        return !atEnd() && peek() == c;
    }

    char next() {
        return text.charAt(at++);
    }

    /** The next character, which must be there. */
    char next(String expected) throws Misread {
        if (atEnd()) {
            throw misread(expected);
        }
        return next();
    }

    void skipSpaces() {
        while (!atEnd() && isSpace(peek())) {
            at++;
        }
    }

    /** What stands before this character, which is passed over. */
    String until(char end, String expected) throws Misread {
        int close = text.indexOf(end, at);
        if (close < 0) {
            at = text.length();
            throw misread(expected);
        }
        String found = text.substring(at, close);
        at = close + 1;
        return found;
    }

    Misread misread(String expected) {
        return misread(at, expected);
    }

    Misread misread(int place, String expected) {
        return new Misread(line.error(place, expected));
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
