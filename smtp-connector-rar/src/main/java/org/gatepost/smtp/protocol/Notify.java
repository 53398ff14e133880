package org.gatepost.smtp.protocol;

/** One condition under which the sender wants a report about a recipient (RFC 3461 section 4.1); NEVER stands alone. */
public enum Notify {
    NEVER, SUCCESS, FAILURE, DELAY
}
