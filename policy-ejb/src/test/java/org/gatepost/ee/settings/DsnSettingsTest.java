package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import org.gatepost.dsn.Backscatter;
import org.gatepost.dsn.ReturnLimits;
import org.junit.jupiter.api.Test;

class DsnSettingsTest {

    @Test
    void nothingSetIsTheDefaults() {
        DsnSettings settings = read(Map.of());
        assertEquals(Optional.empty(), settings.texts());
        assertEquals("en", settings.language());
        assertEquals("ja", settings.languages().get(".jp"));
        assertEquals(ReturnLimits.DEFAULT, settings.returns());
        assertEquals(Backscatter.DEFAULT, settings.backscatter());
        assertEquals(7, settings.reviewDays());
    }

    @Test
    void eachSettingIsWhatItIsFor() {
        DsnSettings settings = read(Map.of("gatepost.dsn.texts", "/etc/gatepost/dsn", "gatepost.dsn.language", "DE", "gatepost.dsn.languages", "Firma.example=fr",
                "gatepost.dsn.return.kib", "1", "gatepost.dsn.suppress", "spam, dmarc:fail", "gatepost.dsn.review.days", "365", "gatepost.dsn.return.requested.kib", "16384"));
        assertEquals(new DsnSettings(Optional.of(Path.of("/etc/gatepost/dsn")), "de", Map.of("firma.example", "fr"), new ReturnLimits(1 << 10, 16 << 20),
                new Backscatter(Set.of("spam", "dmarc:fail")), 365), settings);
        assertEquals(Set.of(), read(Map.of("gatepost.dsn.suppress", "none")).backscatter().marks());
    }

    @Test
    void whatIsWrongStopsTheStartWithOneLine() {
        assertEquals("GATEPOST_DSN_LANGUAGE names no language such as de: ../x", refused("gatepost.dsn.language", "../x"));
        assertEquals("GATEPOST_DSN_LANGUAGES is not domain=language,.end=language: de", refused("gatepost.dsn.languages", ".jp=ja,de"));
        assertEquals("GATEPOST_DSN_RETURN_KIB is not a number from 0 to 16384: 16385", refused("gatepost.dsn.return.kib", "16385"));
        assertEquals("GATEPOST_DSN_RETURN_REQUESTED_KIB is not a number from 0 to 16384: -1", refused("gatepost.dsn.return.requested.kib", "-1"));
        assertEquals("GATEPOST_DSN_REVIEW_DAYS is not a number from 1 to 365: 366", refused("gatepost.dsn.review.days", "366"));
    }

    private static String refused(String name, String value) {
        return assertThrows(IllegalStateException.class, () -> read(Map.of(name, value))).getMessage();
    }

    private static DsnSettings read(Map<String, String> values) {
        Config config = (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        });
        return DsnSettings.read(config);
    }
}
