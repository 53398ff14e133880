package org.gatepost.srs;

import org.gatepost.smtp.protocol.Mailbox;

/** Whom a recipient of our domain stands for. */
public sealed interface Reversed {

    /** The sender before us. */
    record Sender(Mailbox mailbox) implements Reversed {
    }

    /** Nobody: it is no rewritten address. */
    record NotRewritten() implements Reversed {
    }

    /** It looks like one, but we did not make it, or not lately. */
    record Refused(String why) implements Reversed {
    }
}
