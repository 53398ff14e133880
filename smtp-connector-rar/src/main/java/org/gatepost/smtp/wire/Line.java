package org.gatepost.smtp.wire;

/** What {@link LineReader} found. */
public sealed interface Line {

    /** A line of correct form, without its CRLF; each octet is one character (ISO 8859-1). */
    record Text(String text) implements Line {
    }

    /** Longer than allowed; it was read to its end and forgotten. */
    record TooLong() implements Line {
    }

    /** So long that its end was not waited for. Whoever gets this reads no more: what follows is the rest of it. */
    record Endless() implements Line {
    }

    /** It held a NUL, a CR without LF or an LF without CR, and was read to the next LF. Whoever gets this trusts nothing that follows. */
    record Malformed() implements Line {
    }

    /** The peer closed; what it sent of an unfinished line is forgotten. */
    record End() implements Line {
    }
}
