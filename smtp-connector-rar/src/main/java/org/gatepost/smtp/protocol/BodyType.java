package org.gatepost.smtp.protocol;

/** What BODY= of MAIL FROM declares (RFC 6152 and, for binary body parts, RFC 3030 section 3). */
public enum BodyType {
    SEVEN_BIT("7BIT"), EIGHT_BIT_MIME("8BITMIME"), BINARY_MIME("BINARYMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    /** As it is written on the wire. */
    public String keyword() {
        return keyword;
    }
}
