package org.gatepost.smtp.session;

/**
 * Settles between a session's thread and one that stops it who says the last word: a session that waits for a command is told by the stopper, a
 * busy one says it itself when it is done. Safe for all threads.
 */
final class StopSignal {

    private boolean waiting;
    private boolean stopped;
    private boolean told;

    /** The session is about to wait for a command. False where it was stopped: then it says so itself. */
    synchronized boolean beginWait() {
        waiting = !stopped;
        return waiting;
    }

    /** A line came. False where the stopper spoke before: the line is not to be executed. */
    synchronized boolean endWait() {
        waiting = false;
        return !told;
    }

    /** Stops the session. True where it waits, so that the caller has to say so and close. */
    synchronized boolean stop() {
        boolean tell = waiting && !told;
        stopped = true;
        told |= tell;
        return tell;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Whether the client was told by somebody else that this is the end. */
    synchronized boolean isTold() {
        return told;
    }
}
