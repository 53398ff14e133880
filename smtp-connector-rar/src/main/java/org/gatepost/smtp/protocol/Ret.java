package org.gatepost.smtp.protocol;

/** How much of the message a failure report returns (RFC 3461 section 4.3). */
public enum Ret {
    FULL, HDRS
}
