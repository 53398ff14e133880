package org.gatepost.ee.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.dsn.Backscatter;
import org.gatepost.dsn.ReturnLimits;

/**
 * What an operator may set about delivery reports.
 *
 * @param texts GATEPOST_DSN_TEXTS, a directory of texts that hold instead of ours
 * @param language GATEPOST_DSN_LANGUAGE, where nothing says another: en
 * @param languages GATEPOST_DSN_LANGUAGES, by the sender's domain or its end: .de=de,.at=de,.fr=fr,.es=es,.jp=ja
 * @param returns GATEPOST_DSN_RETURN_KIB (64) and GATEPOST_DSN_RETURN_REQUESTED_KIB (1024), how large a message may be that is returned whole
 * @param backscatter GATEPOST_DSN_SUPPRESS, the marks whose messages' reports are held for review: spf:fail dmarc:fail spam virus; none for none
 * @param reviewDays GATEPOST_DSN_REVIEW_DAYS, how long a suppressed report waits for review: 7
 */
public record DsnSettings(Optional<Path> texts, String language, Map<String, String> languages, ReturnLimits returns, Backscatter backscatter,
        int reviewDays) {

    private static final String BY_DOMAIN = ".de=de,.at=de,.fr=fr,.es=es,.jp=ja";

    /** @throws IllegalStateException with one line that names a wrong setting */
    public static DsnSettings read() {
        return read(ConfigProvider.getConfig());
    }

    static DsnSettings read(Config config) {
        Map<String, String> languages = new LinkedHashMap<>();
        for (String each : value(config, "LANGUAGES").orElse(BY_DOMAIN).split("[,\\s]+")) {
            String[] parts = each.split("=", -1);
            if (parts.length != 2 || parts[0].isEmpty()) {
                throw new IllegalStateException("GATEPOST_DSN_LANGUAGES is not domain=language,.end=language: " + each);
            }
            languages.put(parts[0].toLowerCase(Locale.ROOT), language("GATEPOST_DSN_LANGUAGES", parts[1]));
        }
        return new DsnSettings(value(config, "TEXTS").map(Path::of), language("GATEPOST_DSN_LANGUAGE", value(config, "LANGUAGE").orElse("en")), languages,
                new ReturnLimits(octets(config, "RETURN_KIB", ReturnLimits.DEFAULT.byDefault()),
                        octets(config, "RETURN_REQUESTED_KIB", ReturnLimits.DEFAULT.onRequest())),
                value(config, "SUPPRESS").map(DsnSettings::marks).orElse(Backscatter.DEFAULT), number(config, "REVIEW_DAYS", 7, 1, 365));
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue("gatepost.dsn." + name.toLowerCase(Locale.ROOT).replace('_', '.'), String.class).map(String::strip).filter(set -> !set.isEmpty());
    }

    private static String language(String setting, String text) {
        String language = text.toLowerCase(Locale.ROOT);
        if (!language.matches("[a-z]{2,8}")) {
            throw new IllegalStateException(setting + " names no language such as de: " + text);
        }
        return language;
    }

    private static int octets(Config config, String name, int otherwise) {
        return number(config, name, otherwise >> 10, 0, ReturnLimits.OCTETS_MAX >> 10) << 10;
    }

    private static int number(Config config, String name, int otherwise, int min, int max) {
        String text = value(config, name).orElse(String.valueOf(otherwise));
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
            throw new IllegalStateException("GATEPOST_DSN_" + name + " is not a number from " + min + " to " + max + ": " + text);
        }
        return Integer.parseInt(text);
    }

    private static Backscatter marks(String text) {
        return new Backscatter(text.equals("none") ? Set.of() : Set.copyOf(List.of(text.split("[,\\s]+"))));
    }
}
