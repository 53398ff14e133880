package org.gatepost.smtp.session;

import java.io.IOException;

/** A connection did not become encrypted, and nothing more can be said on it. The message says why, for the trace. */
public final class HandshakeFailed extends IOException {

    private static final long serialVersionUID = 1;

    public HandshakeFailed(String why) {
        super(why);
    }
}
