package org.gatepost.ee.rescan;

import java.time.Duration;
import java.util.Locale;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * What an operator may set about asking engines again.
 *
 * @param firstPause GATEPOST_RESCAN_SECONDS, after the message came; doubled with each question, up to {@link #PAUSE_MAX}: 60
 * @param ageMax GATEPOST_RESCAN_HOURS, after which it is held for the postmaster instead: 24
 */
record RescanSettings(Duration firstPause, Duration ageMax) {

    static final Duration PAUSE_MAX = Duration.ofMinutes(30);

    /** @throws IllegalStateException with one line that names a wrong setting */
    static RescanSettings read() {
        return read(ConfigProvider.getConfig());
    }

    static RescanSettings read(Config config) {
        return new RescanSettings(Duration.ofSeconds(number(config, "SECONDS", 60, 1_800)), Duration.ofHours(number(config, "HOURS", 24, 720)));
    }

    private static int number(Config config, String name, int otherwise, int max) {
        String text = config.getOptionalValue("gatepost.rescan." + name.toLowerCase(Locale.ROOT), String.class).map(String::strip).orElse(String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
            throw new IllegalStateException("GATEPOST_RESCAN_" + name + " is not a number from 1 to " + max + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
