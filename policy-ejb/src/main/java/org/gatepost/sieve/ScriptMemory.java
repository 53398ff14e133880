package org.gatepost.sieve;

import org.gatepost.stage.Match;

/** Port: what users' scripts remember. Only asked here: what is new is written with the message it came of. Safe for use by many threads. */
@FunctionalInterface
public interface ScriptMemory {

    /** Remembers nothing. */
    ScriptMemory NONE = (owner, kind, key) -> new Match.Found<>(Standing.NEW);

    /** How something stands. */
    enum Standing {
        /** It is remembered. */
        KNOWN,
        /** It is not, and can be. */
        NEW,
        /** It is not, and cannot be: what the owner's scripts remember of that kind is as much as they may. */
        NO_ROOM
    }

    /**
     * Whether that is remembered now.
     *
     * @param key as {@link Remembered#keyOf} makes it
     * @return {@link Match.Unavailable} where nobody can say now
     */
    Match<Standing> remembers(String owner, Remembered.Kind kind, String key);
}
