package org.gatepost.smtp.protocol;

/** What becomes of an LF without CR inside content (channel keyword {@code barelinefeed}); it never ends the content, whichever is chosen. */
public enum BareLineFeed {
    /** It is made CRLF: an edit we declare and count. */
    NORMALIZE,
    /** The content is read to its true end and refused with 550 5.5.2. */
    REJECT
}
