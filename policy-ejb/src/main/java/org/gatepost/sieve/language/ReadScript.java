package org.gatepost.sieve.language;

import java.util.List;

/** What came of reading a script. */
public sealed interface ReadScript {

    /** A script that can be run. */
    record Good(SieveScript script) implements ReadScript {
    }

    /** What is wrong with it, in the order it was found; never empty. */
    record Broken(List<SieveError> errors) implements ReadScript {
        public Broken {
            errors = List.copyOf(errors);
        }
    }
}
