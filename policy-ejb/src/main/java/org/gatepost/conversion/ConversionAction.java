package org.gatepost.conversion;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an entry wants done with a part. */
public sealed interface ConversionAction {

    /** It is taken out; where nothing else is left in its place, empty text stands there. */
    record Delete() implements ConversionAction {
    }

    /** This text stands in its place. */
    record Replace(String text) implements ConversionAction {
    }

    /** The message is refused with this text. */
    record Refuse(String text) implements ConversionAction {
    }

    /** The message is held, for this reason. */
    record Hold(String why) implements ConversionAction {
    }

    /**
     * A program of the site says what becomes of it.
     *
     * @param command an absolute path and arguments; no shell
     * @param type of what it makes, as {@code application/pdf}; empty: as before
     * @param timeout for which it may run
     * @param octetsMax of what it makes
     */
    record Run(List<String> command, Optional<String> type, Duration timeout, int octetsMax) implements ConversionAction {

        /** How long a program may be given. */
        public static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);
        /** Octets it may be let make. */
        public static final int OCTETS_MAX = 512 << 10;

        static final Duration TIMEOUT = Duration.ofSeconds(30);
        static final int OCTETS = 256 << 10;

        public Run {
            command = List.copyOf(command);
        }
    }
}
