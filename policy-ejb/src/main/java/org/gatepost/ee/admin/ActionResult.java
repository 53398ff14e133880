package org.gatepost.ee.admin;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of an action on entries of the queue.
 *
 * @param changed entries it was done to
 * @param busy entries left alone because a node is delivering them right now
 * @param gone entries that were named and are no longer in the queue, or that there was nothing to do to
 * @param complete false where {@link QueueAdmin#ENTRIES_MAX} was reached and more may match
 * @param lessons sentences about what engines were taught by it
 */
public record ActionResult(int changed, int busy, int gone, boolean complete, List<String> lessons) {

    /** Nothing done yet. */
    public static final ActionResult NONE = new ActionResult(0, 0, 0, true);

    public ActionResult {
        lessons = List.copyOf(lessons);
    }

    /** One that taught nobody. */
    public ActionResult(int changed, int busy, int gone, boolean complete) {
        this(changed, busy, gone, complete, List.of());
    }

    /** Nothing but what engines were taught. */
    static ActionResult taught(List<String> lessons) {
        return new ActionResult(0, 0, 0, true, lessons);
    }

    /** The same before those that were busy are asked for again. */
    ActionResult withoutBusy() {
        return new ActionResult(changed, 0, gone, complete, lessons);
    }

    ActionResult plus(ActionResult other) {
        return new ActionResult(changed + other.changed, busy + other.busy, gone + other.gone, complete && other.complete,
                Stream.concat(lessons.stream(), other.lessons.stream()).toList());
    }
}
