package org.gatepost.sieve;

import java.util.Optional;

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

    /**
     * A script by its name, active or not, for those that include it (RFC 6609).
     *
     * @param owner whose; absent: one of those that everybody may include
     */
    default Match<String> named(Optional<Mailbox> owner, String name) {
        return new Match.NotFound<>();
    }

    /** Another number whenever any script may have changed. */
    default long version() {
        return 0;
    }
}
