package org.gatepost.sieve.language;

/**
 * A word of a script (RFC 5228 section 8.1).
 *
 * @param text an identifier or tag in its own spelling (a tag without its colon), or what a string says
 * @param number of a NUMBER
 */
record Token(Kind kind, String text, long number, Position at) {

    enum Kind { IDENTIFIER, TAG, NUMBER, STRING, COMMA, SEMICOLON, LEFT_BRACE, RIGHT_BRACE, LEFT_PARENTHESIS, RIGHT_PARENTHESIS, LEFT_BRACKET, RIGHT_BRACKET,
        GARBAGE, END }

    /** How a message calls it. */
    String spoken() {
        return switch (kind) {
            case IDENTIFIER -> "identifier '" + text + "'";
            case TAG -> "tag ':" + text + "'";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case COMMA -> "','";
            case SEMICOLON -> "';'";
            case LEFT_BRACE -> "'{'";
            case RIGHT_BRACE -> "'}'";
            case LEFT_PARENTHESIS -> "'('";
            case RIGHT_PARENTHESIS -> "')'";
            case LEFT_BRACKET -> "'['";
            case RIGHT_BRACKET -> "']'";
            case GARBAGE -> "an unexpected character";
            case END -> "the end of the script";
        };
    }
}
