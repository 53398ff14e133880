package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.gatepost.smtp.protocol.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestSettingsTest {

    private static final Map<String, String> ON = Map.of("gatepost.digest.hour", "7", "gatepost.digest.url", "https://mx.example.com:8181/");

    @Test
    void nobodyIsToldUnlessAnHourIsSet() {
        assertEquals(Optional.empty(), read(Map.of("gatepost.digest.url", "https://mx.example.com")));
    }

    @Test
    void theHourAndTheWaysInAreSettings() {
        assertEquals(new DigestSettings(7, ZoneId.of("UTC"), "https://mx.example.com:8181", Optional.empty(), Duration.ofDays(7)), read(ON).orElseThrow());
        Map<String, String> all = new HashMap<>(ON);
        all.putAll(Map.of("gatepost.digest.zone", "Europe/Vienna", "gatepost.digest.from", "help@example.com", "gatepost.digest.link.days", "30"));
        assertEquals(new DigestSettings(7, ZoneId.of("Europe/Vienna"), "https://mx.example.com:8181", Optional.of(new Mailbox("help", "example.com")), Duration.ofDays(30)),
                read(all).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hour | 24 | GATEPOST_DIGEST_HOUR is not a number from 0 to 23: 24
            hour | 7:30 | GATEPOST_DIGEST_HOUR is not a number from 0 to 23: 7:30
            zone | Vienna | GATEPOST_DIGEST_ZONE is not a time zone such as Europe/Vienna: Vienna
            url | http://mx.example.com | GATEPOST_DIGEST_URL is not https://host or https://host:port: http://mx.example.com
            url | https://mx.example.com/"> | GATEPOST_DIGEST_URL is not https://host or https://host:port: https://mx.example.com/">
            url | '' | GATEPOST_DIGEST_URL is needed where GATEPOST_DIGEST_HOUR is set: how users reach the web
            from | nobody | GATEPOST_DIGEST_FROM is not an address: nobody
            link.days | 31 | GATEPOST_DIGEST_LINK_DAYS is not a number from 1 to 30: 31
            """)
    void whatIsWrongStopsTheStartWithOneLine(String name, String value, String line) {
        Map<String, String> all = new HashMap<>(ON);
        all.put("gatepost.digest." + name, value);
        assertEquals(line, assertThrows(IllegalStateException.class, () -> read(all)).getMessage());
    }

    private static Optional<DigestSettings> read(Map<String, String> values) {
        return DigestSettings.read((Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        }));
    }
}
