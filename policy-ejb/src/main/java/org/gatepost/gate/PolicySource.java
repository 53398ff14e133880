package org.gatepost.gate;

/** Port: the policy in force. Safe for use by many threads; never waits. */
@FunctionalInterface
public interface PolicySource {

    /**
     * The active snapshot.
     *
     * @throws IllegalStateException before the first one
     */
    PolicySnapshot current();
}
