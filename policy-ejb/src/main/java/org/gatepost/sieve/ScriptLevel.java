package org.gatepost.sieve;

import java.util.EnumSet;
import java.util.Set;

import org.gatepost.sieve.language.Capability;

/** Whose script it is; whoever stands first is heard first. */
public enum ScriptLevel {
    USER, HOUSEHOLD, DOMAIN, SOURCE_CHANNEL, DESTINATION_CHANNEL, SYSTEM,
    /** What an engine's verdict is turned into. */
    ENGINE;

    /** What its scripts may require: to hold mail back, and to copy it past all limits on redirection, is not for users. */
    public Set<Capability> offered() {
        Set<Capability> all = EnumSet.complementOf(EnumSet.of(Capability.TESTSUITE));
        if (this == USER || this == HOUSEHOLD) {
            all.removeAll(Set.of(Capability.HOLD, Capability.CAPTURE));
        }
        return all;
    }
}
