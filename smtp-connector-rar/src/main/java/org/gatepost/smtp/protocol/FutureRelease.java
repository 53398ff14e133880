package org.gatepost.smtp.protocol;

import java.time.Duration;
import java.time.Instant;

/** When a message is to be released for delivery (RFC 4865 section 4). */
public sealed interface FutureRelease {

    /** HOLDFOR=: so long after it was accepted; whole seconds, at most nine digits. */
    record HoldFor(Duration time) implements FutureRelease {
        public HoldFor {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("a message is held for some time, not " + time);
            }
        }

        @Override
        public Instant from(Instant accepted) {
            return accepted.plus(time);
        }

        @Override
        public String toString() {
            return "HOLDFOR=" + time.toSeconds();
        }
    }

    /** HOLDUNTIL=: then, by the server's clock. */
    record HoldUntil(Instant time) implements FutureRelease {
        @Override
        public Instant from(Instant accepted) {
            return time;
        }

        @Override
        public String toString() {
            return "HOLDUNTIL=" + time;
        }
    }

    /** The moment of release of a message accepted then. */
    Instant from(Instant accepted);
}
