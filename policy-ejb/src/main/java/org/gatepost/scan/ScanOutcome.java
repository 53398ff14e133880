package org.gatepost.scan;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;

/** What came of asking every engine a message's source channel names. */
public sealed interface ScanOutcome {

    /** What each engine said, by its name. */
    Map<String, ScanAnswer> answers();

    /** Why a message, or one copy of it, is not let in. */
    record Against(Reply reply, String reason) {
    }

    /**
     * Nothing speaks against it, or only against some of its copies.
     *
     * @param marks what is to stand in the trace, such as {@code unscanned:clamd}
     * @param refused copies that are not to be had, others are
     * @param awaited copies that are to be kept back until these engines have been asked about them again
     * @param quarantine copies that are to be kept back, and why, each reason with its engine
     */
    record Passed(Set<String> marks, Map<Mailbox, Against> refused, Map<Mailbox, List<Awaited>> awaited, Map<Mailbox, List<String>> quarantine,
            Map<String, ScanAnswer> answers) implements ScanOutcome {

        static final Passed UNASKED = new Passed(Set.of(), Map.of(), Map.of(), Map.of(), Map.of());

        public Passed {
            marks = Set.copyOf(marks);
            refused = Map.copyOf(refused);
            awaited = Map.copyOf(awaited);
            quarantine = Map.copyOf(quarantine);
            answers = Map.copyOf(answers);
        }
    }

    /** Malware, or what an engine does not let in: refused in the dialogue, whatever other engines could not say. */
    record Refused(Reply reply, String reason, Map<String, ScanAnswer> answers) implements ScanOutcome {
        public Refused {
            answers = Map.copyOf(answers);
        }
    }

    /** An engine could not be asked or could not look, and its policy is to defer; or it wants it to come again. */
    record Deferred(Reply reply, String why, Map<String, ScanAnswer> answers) implements ScanOutcome {
        public Deferred {
            answers = Map.copyOf(answers);
        }
    }
}
