package org.gatepost.conversion;

import java.util.List;

import org.gatepost.mapping.SyntaxError;

/** What came of reading entries. */
public sealed interface ConversionReading {

    record Read(ConversionEntries entries) implements ConversionReading {
    }

    /** @param errors one for each entry that is wrong, at most {@link ConversionReader#ERRORS_MAX} */
    record Rejected(List<SyntaxError> errors) implements ConversionReading {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
