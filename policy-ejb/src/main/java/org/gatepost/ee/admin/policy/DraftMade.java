package org.gatepost.ee.admin.policy;

import java.util.List;

import org.gatepost.policytext.LineError;

/** What came of making a draft from text. */
public sealed interface DraftMade {

    /**
     * It is there; with errors it can be looked at and compared, and not activated.
     *
     * @param errors what compiling it says, by the line of the row it is about
     */
    record Made(long version, List<LineError> errors) implements DraftMade {
        public Made {
            errors = List.copyOf(errors);
        }
    }

    /** The text is none, or its rows are none of our tables': nothing was made. */
    record Rejected(List<LineError> errors) implements DraftMade {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
