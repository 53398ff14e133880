package org.gatepost.smtp.client;

/** How far a transmission had come when something was answered or went wrong. */
public enum Step {
    ROUTE, CONNECT, GREETING, HELLO, STARTTLS, AUTH, MAIL, RCPT, DATA, END_OF_DATA;

    /** True while nothing about the message itself had been said: what failed there concerns the connection, and every message alike. */
    public boolean isBeforeMail() {
        return compareTo(MAIL) < 0;
    }
}
