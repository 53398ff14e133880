package org.gatepost.smtp.protocol;

/** What BODY= of MAIL FROM declares (RFC 6152); BINARYMIME is not offered yet. */
public enum BodyType {
    SEVEN_BIT("7BIT"), EIGHT_BIT_MIME("8BITMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    /** As it is written on the wire. */
    public String keyword() {
        return keyword;
    }
}
