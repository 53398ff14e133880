package org.gatepost.sieve.language;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A script that has been read and found good; immutable, to be run any number of times, by many threads. */
public record SieveScript(String name, Set<Capability> required, List<SieveCommand> commands) {

    public SieveScript {
        required = Set.copyOf(required.isEmpty() ? EnumSet.noneOf(Capability.class) : EnumSet.copyOf(required));
        commands = List.copyOf(commands);
    }
}
