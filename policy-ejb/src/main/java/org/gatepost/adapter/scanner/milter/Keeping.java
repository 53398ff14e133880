package org.gatepost.adapter.scanner.milter;

import java.time.Duration;

import org.gatepost.scan.ScannerOptions;

/**
 * How many connections to one filter are kept between messages, and for how long.
 *
 * @param max 0: none
 * @param idle after which one is closed that was not used; it must be less than the filter itself waits, 7210 s where libmilter is not told otherwise
 */
record Keeping(int max, Duration idle) {

    static final int MAX_DEFAULT = 4;
    static final int MAX_MAX = 100;
    static final int SECONDS_DEFAULT = 30;
    static final int SECONDS_MAX = 3600;

    /** Names of the options. */
    static final String CONNECTIONS = "connections_kept";
    static final String SECONDS = "kept_seconds";

    /** Reads {@code connections_kept} and {@code kept_seconds}. */
    static Keeping of(ScannerOptions options) {
        return new Keeping((int) options.number(CONNECTIONS, MAX_DEFAULT, 0, MAX_MAX), Duration.ofSeconds(options.number(SECONDS, SECONDS_DEFAULT, 1, SECONDS_MAX)));
    }
}
