package org.gatepost.sieve;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;

/** Port: the scripts users keep with us, besides those in the directory. Asked for each local copy: of users who have none the answer costs nothing. Safe for use by many threads. */
@FunctionalInterface
public interface UserScripts {

    /** Nobody keeps any. */
    UserScripts NONE = owner -> new Match.NotFound<>();

    /**
     * The active script of a user.
     *
     * @param owner the user's primary address
     */
    Match<String> active(Mailbox owner);
}
