package org.gatepost.rewrite;

import java.util.List;

import org.gatepost.mapping.SyntaxError;

/** What came of reading rewrite rules. */
public sealed interface RewriteReading {

    record Read(RewriteRules rules) implements RewriteReading {
    }

    /** @param errors one for each line that is wrong, in the order of the lines, at most {@link RewriteReader#ERRORS_MAX} */
    record Rejected(List<SyntaxError> errors) implements RewriteReading {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
