package org.gatepost.ee.settings;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.mail.Quarantine;

/**
 * How long copies stay in quarantine, by their kind: GATEPOST_QUARANTINE_INFECTED_DAYS (14), GATEPOST_QUARANTINE_SPAM_DAYS (30) and GATEPOST_QUARANTINE_SUSPECT_DAYS (30),
 * each from 1 to 365, counted from when the message arrived.
 */
public record QuarantineSettings(Map<Quarantine, Duration> kept) {

    private static final Map<Quarantine, Integer> DAYS = Map.of(Quarantine.INFECTED, 14, Quarantine.SPAM, 30, Quarantine.SUSPECT, 30);
    private static final int DAYS_MAX = 365;

    public QuarantineSettings {
        kept = Map.copyOf(kept);
    }

    /** @throws IllegalStateException with one line that names a wrong setting */
    public static QuarantineSettings read() {
        return read(ConfigProvider.getConfig());
    }

    static QuarantineSettings read(Config config) {
        Map<Quarantine, Duration> kept = new EnumMap<>(Quarantine.class);
        DAYS.forEach((kind, otherwise) -> {
            String text = config.getOptionalValue("gatepost.quarantine." + kind.name().toLowerCase(Locale.ROOT) + ".days", String.class).map(String::strip)
                    .filter(set -> !set.isEmpty()).orElse(String.valueOf(otherwise));
            if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > DAYS_MAX) {
                throw new IllegalStateException("GATEPOST_QUARANTINE_" + kind + "_DAYS is not a number from 1 to " + DAYS_MAX + ": " + text);
            }
            kept.put(kind, Duration.ofDays(Integer.parseInt(text)));
        });
        return new QuarantineSettings(kept);
    }
}
