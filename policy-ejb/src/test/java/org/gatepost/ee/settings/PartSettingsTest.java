package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.gatepost.partial.PartLimits;
import org.junit.jupiter.api.Test;

class PartSettingsTest {

    @Test
    void c29HowMuchWaitsIsSetOrAsShipped() {
        assertEquals(PartLimits.DEFAULT, read(Map.of()));
        assertEquals(new PartLimits(2, 1_000, 5, 6, 7_000, Duration.ofDays(1)), read(Map.of("gatepost.parts.max", "2", "gatepost.parts.octets.max", "1000", "gatepost.parts.sets.max", "5",
                "gatepost.parts.sender.sets.max", " 6 ", "gatepost.parts.waiting.octets.max", "7000", "gatepost.parts.days", "1")));
    }

    @Test
    void c29WhatIsWrongStopsTheStartWithOneLine() {
        assertEquals("GATEPOST_PARTS_MAX is not a number from 2 to 1000: 1001", fault("gatepost.parts.max", "1001"));
        assertEquals("GATEPOST_PARTS_OCTETS_MAX is not a number from 1000 to 1099511627776: 999", fault("gatepost.parts.octets.max", "999"));
        assertEquals("GATEPOST_PARTS_SETS_MAX is not a number from 1 to 1000000: many", fault("gatepost.parts.sets.max", "many"));
        assertEquals("GATEPOST_PARTS_SENDER_SETS_MAX is not a number from 1 to 1000000: 0", fault("gatepost.parts.sender.sets.max", "0"));
        assertEquals("GATEPOST_PARTS_WAITING_OCTETS_MAX is not a number from 1000 to 1099511627776: 1099511627777", fault("gatepost.parts.waiting.octets.max", "1099511627777"));
        assertEquals("GATEPOST_PARTS_DAYS is not a number from 1 to 30: 31", fault("gatepost.parts.days", "31"));
    }

    private static String fault(String name, String value) {
        return assertThrows(IllegalStateException.class, () -> read(Map.of(name, value))).getMessage();
    }

    private static PartLimits read(Map<String, String> values) {
        return PartSettings.read((Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        }));
    }
}
