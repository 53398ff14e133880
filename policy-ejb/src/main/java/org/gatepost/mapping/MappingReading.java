package org.gatepost.mapping;

import java.util.List;

/** What came of reading a file of mapping tables. */
public sealed interface MappingReading {

    record Read(MappingTables tables) implements MappingReading {
    }

    /**
     * Nothing of it can be used.
     *
     * @param errors one for each line that is wrong, in the order of the lines, at most {@link MappingReader#ERRORS_MAX}
     */
    record Rejected(List<SyntaxError> errors) implements MappingReading {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
