package org.gatepost.smtp.listener;

/** Why a session ended. */
public enum CloseReason {
    /** The client said QUIT. */
    QUIT,
    /** The client closed or the network did. */
    LOST,
    /** We hung up: a limit, a policy, a protocol violation. */
    HUNG_UP,
    /** The client was silent too long, or the session lasted too long. */
    TIMED_OUT,
    /** This server is stopping. */
    STOPPING
}
