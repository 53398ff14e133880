package org.gatepost.mapping;

/** Where the reading of a line of a policy text stands. For one thread. */
public final class Cursor {

    /** The line cannot be read on. */
    public static final class Misread extends Exception {

        private final transient SyntaxError error;

        private Misread(SyntaxError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        public SyntaxError error() {
            return error;
        }
    }

    private final PolicyLine line;
    private final String text;
    private int at;

    public Cursor(PolicyLine line) {
        this.line = line;
        this.text = line.text();
    }

    public int at() {
        return at;
    }

    public boolean atEnd() {
        return at == text.length();
    }

    /** At the end, or at a space or tab, which ends a column. */
    public boolean atGap() {
        return atEnd() || isSpace(peek());
    }

    public char peek() {
        return text.charAt(at);
    }

    public boolean sees(char c) {
        return !atEnd() && peek() == c;
    }

    boolean seesText(String expected) {
        return text.startsWith(expected, at);
    }

    public char next() {
        return text.charAt(at++);
    }

    /** The next character, which must be there. */
    public char next(String expected) throws Misread {
        if (atEnd()) {
            throw misread(expected);
        }
        return next();
    }

    /** A place to come back to. */
    public record Mark(int at) {
    }

    public Mark mark() {
        return new Mark(at);
    }

    public void back(Mark mark) {
        at = mark.at();
    }

    public void skipSpaces() {
        while (!atEnd() && isSpace(peek())) {
            at++;
        }
    }

    /** What stands before this character, which is passed over. */
    public String until(char end, String expected) throws Misread {
        int close = text.indexOf(end, at);
        if (close < 0) {
            at = text.length();
            throw misread(expected);
        }
        String found = text.substring(at, close);
        at = close + 1;
        return found;
    }

    public Misread misread(String expected) {
        return misread(at, expected);
    }

    public Misread misread(int place, String expected) {
        return new Misread(line.error(place, expected));
    }

    public static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
