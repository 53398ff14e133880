package org.gatepost.gate;

/** Port: the policy that is active now. Cheap; safe for use by many threads. */
@FunctionalInterface
public interface PolicySource {

    /** The newest snapshot that compiled; before the first an {@link IllegalStateException}. */
    PolicySnapshot current();
}
