package org.gatepost.ee.rescan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class RescanSettingsTest {

    @Test
    void whatIsSetHoldsAndElseTheDefaults() {
        assertEquals(new RescanSettings(Duration.ofMinutes(1), Duration.ofDays(1)), read(Map.of()));
        assertEquals(new RescanSettings(Duration.ofMinutes(30), Duration.ofDays(30)), read(Map.of("gatepost.rescan.seconds", "1800", "gatepost.rescan.hours", " 720 ")));
    }

    @Test
    void oneOverIsRefusedWithOneLine() {
        assertEquals("GATEPOST_RESCAN_SECONDS is not a number from 1 to 1800: 1801", refused("gatepost.rescan.seconds", "1801"));
        assertEquals("GATEPOST_RESCAN_SECONDS is not a number from 1 to 1800: 0", refused("gatepost.rescan.seconds", "0"));
        assertEquals("GATEPOST_RESCAN_HOURS is not a number from 1 to 720: 721", refused("gatepost.rescan.hours", "721"));
    }

    private static String refused(String name, String value) {
        return assertThrows(IllegalStateException.class, () -> read(Map.of(name, value))).getMessage();
    }

    private static RescanSettings read(Map<String, String> values) {
        return RescanSettings.read((Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class},
                (proxy, method, arguments) -> Optional.ofNullable(values.get(arguments[0]))));
    }
}
