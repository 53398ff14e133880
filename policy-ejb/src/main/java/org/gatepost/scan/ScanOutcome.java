package org.gatepost.scan;

import java.util.Map;
import java.util.Set;

import org.gatepost.smtp.protocol.Reply;

/** What came of asking every engine a message's source channel names. */
public sealed interface ScanOutcome {

    /** What each engine said, by its name. */
    Map<String, ScanVerdict> verdicts();

    /**
     * Nothing speaks against it.
     *
     * @param marks what is to stand in the trace, such as {@code unscanned:clamd}
     */
    record Passed(Set<String> marks, Map<String, ScanVerdict> verdicts) implements ScanOutcome {
        public Passed {
            marks = Set.copyOf(marks);
            verdicts = Map.copyOf(verdicts);
        }
    }

    /** Malware: refused in the dialogue, whatever other engines could not say. */
    record Refused(Reply reply, String reason, Map<String, ScanVerdict> verdicts) implements ScanOutcome {
        public Refused {
            verdicts = Map.copyOf(verdicts);
        }
    }

    /** An engine could not be asked or could not look, and its policy is to defer. */
    record Deferred(Reply reply, String why, Map<String, ScanVerdict> verdicts) implements ScanOutcome {
        public Deferred {
            verdicts = Map.copyOf(verdicts);
        }
    }
}
