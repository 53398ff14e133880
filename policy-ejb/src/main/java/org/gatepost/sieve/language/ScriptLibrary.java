package org.gatepost.sieve.language;

import java.util.Optional;

/** Where scripts that others include lie (RFC 6609). */
@FunctionalInterface
public interface ScriptLibrary {

    ScriptLibrary EMPTY = (global, name) -> Optional.empty();

    /**
     * The source of a script.
     *
     * @param global of all users, not of this one
     */
    Optional<byte[]> find(boolean global, String name);
}
