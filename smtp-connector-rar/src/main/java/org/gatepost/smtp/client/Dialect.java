package org.gatepost.smtp.client;

/** What is spoken with a next hop. */
public enum Dialect {
    /** RFC 5321: one reply to the content, for all recipients. */
    SMTP("EHLO"),
    /** RFC 2033: one reply for each recipient after the content. */
    LMTP("LHLO");

    private final String hello;

    Dialect(String hello) {
        this.hello = hello;
    }

    /** The verb it begins with. */
    String hello() {
        return hello;
    }
}
