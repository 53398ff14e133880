package org.gatepost.srs;

import org.gatepost.smtp.protocol.ReversePath;

/** The reverse-path of a message that goes on to somewhere else. */
public sealed interface Forwarded {

    /** One of ours, from which {@link Srs#reverse} finds the sender's. */
    record Rewritten(ReversePath path) implements Forwarded {
    }

    /** The sender's own: nobody, one of ours already, or an address for which there is no room in a local part (RFC 5321 section 4.5.3.1.1). */
    record AsItIs(String why) implements Forwarded {
    }
}
