package org.gatepost.admin.queue;

import java.util.stream.Collectors;

import org.gatepost.admin.frame.Words;
import org.gatepost.ee.admin.ActionResult;
import org.gatepost.ee.admin.QueueAction;

/** What an action is about to do and what it did, in words. */
final class ActionWords {

    private ActionWords() {
    }

    static String proposal(QueueAction action, long entries, boolean allMatching) {
        String what = entries(entries) + (allMatching ? " (all that match)" : "");
        return switch (action) {
            case HOLD -> "Hold " + what;
            case RELEASE -> "Release " + what;
            case RETRY -> "Try " + what + " now";
            case REDIRECT -> "Redirect " + what;
            case RETURN -> "Return " + what + " to the sender";
            case DELETE -> "Delete " + what;
        };
    }

    static String consequence(QueueAction action) {
        return switch (action) {
            case HOLD -> "What is held stays in the queue until somebody releases it. Nobody is told.";
            case RELEASE -> "Held recipients are tried at once.";
            case RETRY -> "The next attempt is now instead of at its time. Held recipients stay held.";
            case REDIRECT -> "One copy of each goes to the address given, instead of to those it was for. Senders are not told. This cannot be undone.";
            case RETURN -> "Each sender gets a report that it was not delivered. This cannot be undone.";
            case DELETE -> "What is deleted is gone for good and nobody is told. This cannot be undone; holding can.";
        };
    }

    static String result(QueueAction action, ActionResult result) {
        String done = entries(result.changed()) + switch (action) {
            case HOLD -> " held.";
            case RELEASE -> " released.";
            case RETRY -> " due now.";
            case REDIRECT -> " redirected.";
            case RETURN -> " going back to the sender.";
            case DELETE -> " deleted.";
        };
        String busy = result.busy() == 0 ? "" : " " + entries(result.busy()) + " in delivery right now: try again.";
        String gone = result.gone() == 0 ? "" : " " + entries(result.gone()) + " had nothing to do, or left the queue meanwhile.";
        String lessons = result.lessons().stream().map(sentence -> " " + sentence).collect(Collectors.joining());
        return done + lessons + busy + gone + (result.complete() ? "" : " More may match: repeat it for the rest.");
    }

    private static String entries(long count) {
        return Words.counted(count, "entry", "entries");
    }
}
