package org.gatepost.sunimport;

/**
 * Something of the files that did not become policy, or not as it stands there.
 *
 * @param line from 1; the first, where others continue it
 * @param text what stands there
 */
public record Finding(String file, int line, String text, Kind kind, String reason) {

    /** Whether policy is missing now. */
    public enum Kind {
        /** Without it the draft says less than the files did: a person has to look. */
        NOT_IMPORTED,
        /** Nothing is lost: it is so here without being said, or is about something that is not here. */
        NOT_NEEDED
    }

    @Override
    public String toString() {
        return file + ": line " + line + ": " + reason + ": " + text;
    }
}
