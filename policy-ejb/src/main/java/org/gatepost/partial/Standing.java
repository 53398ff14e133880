package org.gatepost.partial;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.Reply;

/** What there is to do about a part that has come. */
public sealed interface Standing {

    /** Others are missing: it is kept until they come. */
    record Waits() implements Standing {
    }

    /** It is the last that was missing; these are the others, by number. */
    record Completes(SortedMap<Integer, KnownPart> others) implements Standing {
        public Completes {
            others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        }
    }

    /** The same part is here and waits: this one is sent again. */
    record Here(QueueId message) implements Standing {
    }

    /** Its message became whole before, and went on as that one. */
    record WentOn(QueueId whole) implements Standing {
    }

    /** It cannot be taken, for good or for now. */
    record Refused(Reply reply, String why) implements Standing {
    }
}
