package org.gatepost.ee.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.dsn.ReturnLimits;

/**
 * What an operator may set about delivery reports.
 *
 * @param texts GATEPOST_DSN_TEXTS, a directory of texts that hold instead of ours
 * @param language GATEPOST_DSN_LANGUAGE, where nothing says another: en
 * @param languages GATEPOST_DSN_LANGUAGES, by the sender's domain or its end: .de=de,.at=de,.fr=fr,.es=es,.jp=ja
 * @param returns GATEPOST_DSN_RETURN_KIB (64) and GATEPOST_DSN_RETURN_REQUESTED_KIB (1024), how large a message may be that is returned whole
 */
public record DsnSettings(Optional<Path> texts, String language, Map<String, String> languages, ReturnLimits returns) {

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
                        octets(config, "RETURN_REQUESTED_KIB", ReturnLimits.DEFAULT.onRequest())));
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
        String text = value(config, name).orElse(String.valueOf(otherwise >> 10));
        int max = ReturnLimits.OCTETS_MAX >> 10;
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > max) {
            throw new IllegalStateException("GATEPOST_DSN_" + name + " is not a number from 0 to " + max + ": " + text);
        }
        return Integer.parseInt(text) << 10;
    }
}
