package org.gatepost.policytext;

import java.util.List;

/** What came of reading a policy text. */
public sealed interface PolicyReading {

    record Read(PolicyDocument document) implements PolicyReading {
    }

    /** Everything that is wrong with it, by line. */
    record Rejected(List<LineError> errors) implements PolicyReading {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
