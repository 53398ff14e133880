package org.gatepost.smtp.wire;

/** Something in a content by which another message could be smuggled past the next hop: it is refused and the connection closed. */
public enum ContentFlaw {
    NONE,
    /** A CR that no LF follows. */
    BARE_CR,
    /** A line of one dot that begins or ends otherwise than with CRLF. */
    ODD_DOT_LINE,
    NUL
}
