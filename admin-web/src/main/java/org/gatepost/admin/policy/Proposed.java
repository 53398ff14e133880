package org.gatepost.admin.policy;

import java.io.Serializable;

/** What a click on the second button of the policy page would do, asked before it is done. For one view. */
public final class Proposed implements Serializable {

    private static final long serialVersionUID = 1L;

    /** What that is. */
    enum Change {
        NOTHING, ACTIVATION, WAY_BACK
    }

    private Change change = Change.NOTHING;
    private long decided;

    /** @param active the version that decides while it is asked: another one later has to be asked about anew */
    void propose(Change wanted, long active) {
        change = wanted;
        decided = active;
    }

    /** What was proposed, which is not proposed any more. */
    Change take() {
        Change taken = change;
        change = Change.NOTHING;
        return taken;
    }

    /** The version that decided when it was proposed. */
    long decided() {
        return decided;
    }

    boolean isAny() {
        return change != Change.NOTHING;
    }

    /** @param changesNothing whether that version is as the one that decides */
    String question(long version, boolean changesNothing) {
        return change == Change.WAY_BACK ? "Go back to the version that decided before version " + decided + "?"
                : "Activate version " + version + "? It changes " + (changesNothing ? "nothing." : "what stands below.");
    }
}
