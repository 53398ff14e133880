package org.gatepost.smtp.wire;

import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.Reply;

/** What came of a command's arguments. */
public sealed interface Parsed {

    /** Of correct syntax. */
    record Understood(Command command) implements Parsed {
    }

    /** Not, and this says so: 501 or 555. */
    record Wrong(Reply reply) implements Parsed {
    }

    static Parsed of(Command command) {
        return new Understood(command);
    }

    static Parsed wrong(Reply reply) {
        return new Wrong(reply);
    }
}
