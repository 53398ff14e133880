package org.gatepost.smtp.protocol;

import java.time.Duration;

/**
 * BY=: by when a message is to be delivered, and what happens if it is not (RFC 2852 section 4).
 *
 * @param seconds from now; zero or less, with {@link Mode#NOTIFY} only, where that time is over
 * @param trace whether each relay is to be reported
 */
public record DeliverBy(long seconds, Mode mode, boolean trace) {

    /** Nine digits. */
    public static final long SECONDS_MAX = 999_999_999;

    /** What happens when the time is over. */
    public enum Mode {
        /** The sender is told of a delay, once. */
        NOTIFY("N"),
        /** The message is returned. */
        RETURN("R");

        private final String letter;

        Mode(String letter) {
            this.letter = letter;
        }

        /** As it is written on the wire. */
        public String letter() {
            return letter;
        }
    }

    public DeliverBy {
        if (Math.abs(seconds) > SECONDS_MAX || mode == Mode.RETURN && seconds <= 0) {
            throw new IllegalArgumentException("no such time to deliver by: " + seconds + ";" + mode.letter());
        }
    }

    /** What is left after a while; a message that is to be returned has a second left until it is. */
    public DeliverBy after(Duration gone) {
        long left = Math.max(-SECONDS_MAX, seconds - gone.toSeconds());
        return new DeliverBy(mode == Mode.RETURN ? Math.max(1, left) : left, mode, trace);
    }

    /** {@code 120;R}, {@code -30;NT}. */
    @Override
    public String toString() {
        return seconds + ";" + mode.letter() + (trace ? "T" : "");
    }
}
