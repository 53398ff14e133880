package org.gatepost.scan;

import java.util.List;

/**
 * What an engine said, from a closed set: an answer not understood is {@link Unavailable}, never clean. Its words are one line each, as those of a finding:
 * what a stranger calls a file stands in them, and they are written where no control character can stand.
 */
public sealed interface ScanVerdict {

    record Clean() implements ScanVerdict {
    }

    /**
     * The engine calls it spam.
     *
     * @param score in the engine's own measure
     * @param threshold from which the engine calls it spam
     */
    record Spam(double score, double threshold) implements ScanVerdict {
    }

    /** Malware was found, under these names; at least one. */
    record Infected(List<String> names) implements ScanVerdict {
        public Infected {
            names = names.stream().map(ScanFinding::oneLine).toList();
            if (names.isEmpty()) {
                throw new IllegalArgumentException("an infection has a name");
            }
        }
    }

    /** Nothing that does harm by itself, but what the engine's rules do not let in, such as a kind of attachment; at least one reason. */
    record Forbidden(List<String> what) implements ScanVerdict {
        public Forbidden {
            what = what.stream().map(ScanFinding::oneLine).toList();
            if (what.isEmpty()) {
                throw new IllegalArgumentException("what is forbidden has a name");
            }
        }
    }

    /** The engine was asked and could not look at it: too large for it, encrypted. */
    record Unscannable(String why) implements ScanVerdict {
        public Unscannable {
            why = ScanFinding.oneLine(why);
        }
    }

    /** The engine could not be asked, did not answer in time, or was not understood. */
    record Unavailable(String why) implements ScanVerdict {
        public Unavailable {
            why = ScanFinding.oneLine(why);
        }
    }
}
