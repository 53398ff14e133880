package org.gatepost.sieve.message;

import java.io.IOException;

/** The octets of a message could not be read: nothing can be decided about it now. */
public final class MessageUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    MessageUnreadable(IOException cause) {
        super(cause);
    }
}
