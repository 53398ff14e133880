package org.gatepost.conversion;

import java.util.List;

import org.gatepost.mail.HeaderEdits;

/** What came of converting a message. */
public sealed interface Converted {

    /**
     * It goes on.
     *
     * @param did what was done with which part by which entry, for the trace; with none it goes on as it came
     */
    record Passed(HeaderEdits edits, List<String> did) implements Converted {
        /** Without any change. */
        public static final Passed AS_IT_CAME = new Passed(HeaderEdits.NONE, List.of());

        public Passed {
            did = List.copyOf(did);
        }
    }

    /** @param text for the client */
    record Refused(String text, String reason) implements Converted {
    }

    record Held(String why) implements Converted {
    }

    /** A program did not say. */
    record Undecided(String why) implements Converted {
    }
}
