package org.gatepost.ee.settings;

import java.time.Duration;
import java.util.Locale;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.partial.PartLimits;

/**
 * How much of messages in pieces waits to be put together: GATEPOST_PARTS_MAX (100, from 2 to 1000) parts of one message of GATEPOST_PARTS_OCTETS_MAX (104857600) octets;
 * GATEPOST_PARTS_SETS_MAX (1000) messages that are not whole, GATEPOST_PARTS_SENDER_SETS_MAX (20) of one sender, GATEPOST_PARTS_WAITING_OCTETS_MAX (1073741824) octets in
 * all; for GATEPOST_PARTS_DAYS (4, from 1 to 30).
 */
public final class PartSettings {

    private static final long OCTETS_MIN = 1_000;
    private static final long OCTETS_MAX = 1L << 40;
    private static final long SETS_MAX = 1_000_000;

    private PartSettings() {
    }

    /** @throws IllegalStateException with one line that names a wrong setting */
    public static PartLimits read() {
        return read(ConfigProvider.getConfig());
    }

    static PartLimits read(Config config) {
        PartLimits shipped = PartLimits.DEFAULT;
        return new PartLimits((int) number(config, "MAX", shipped.partsMax(), 2, 1_000), number(config, "OCTETS_MAX", shipped.octetsMax(), OCTETS_MIN, OCTETS_MAX),
                (int) number(config, "SETS_MAX", shipped.setsMax(), 1, SETS_MAX), (int) number(config, "SENDER_SETS_MAX", shipped.senderSetsMax(), 1, SETS_MAX),
                number(config, "WAITING_OCTETS_MAX", shipped.waitingOctetsMax(), OCTETS_MIN, OCTETS_MAX), Duration.ofDays(number(config, "DAYS", shipped.age().toDays(), 1, 30)));
    }

    private static long number(Config config, String name, long otherwise, long min, long max) {
        String text = config.getOptionalValue("gatepost.parts." + name.toLowerCase(Locale.ROOT).replace('_', '.'), String.class).map(String::strip)
                .filter(set -> !set.isEmpty()).orElse(String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,13}") || Long.parseLong(text) < min || Long.parseLong(text) > max) {
            throw new IllegalStateException("GATEPOST_PARTS_" + name + " is not a number from " + min + " to " + max + ": " + text);
        }
        return Long.parseLong(text);
    }
}
