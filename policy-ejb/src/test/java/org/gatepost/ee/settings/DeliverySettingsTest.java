package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.gatepost.smtp.client.ClientTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverySettingsTest {

    @Test
    void nothingSetIsTheDefaults() {
        DeliverySettings settings = read(Map.of());
        assertEquals(20_000, settings.entries());
        assertEquals(128L << 20, settings.contentOctets());
        assertEquals(ClientTimeouts.DEFAULT, settings.timeouts());
    }

    @Test
    void eachSettingIsWhatItIsFor() {
        DeliverySettings settings = read(Map.of("gatepost.delivery.entries", "100", "gatepost.delivery.content.mib", "1", "gatepost.delivery.connect.seconds", "2",
                "gatepost.delivery.reply.seconds", "3", "gatepost.delivery.final.reply.seconds", "4", "gatepost.delivery.yield.seconds", "0"));
        assertEquals(100, settings.entries());
        assertEquals(1 << 20, settings.contentOctets());
        assertEquals(Duration.ZERO, settings.yield());
        assertEquals(new ClientTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), ClientTimeouts.DEFAULT.data(), Duration.ofSeconds(4)), settings.timeouts());
    }

    @ParameterizedTest
    @CsvSource({"ENTRIES, 100, 1000000", "CONTENT_MIB, 1, 65536", "CONNECT_SECONDS, 1, 300", "REPLY_SECONDS, 1, 3600", "FINAL_REPLY_SECONDS, 1, 3600",
            "YIELD_SECONDS, 0, 3600"})
    void takesTheLeastAndTheMostAndNothingBeyond(String name, long least, long most) {
        read(set(name, least));
        read(set(name, most));
        for (long beyond : new long[] {least - 1, most + 1}) {
            String said = assertThrows(IllegalStateException.class, () -> read(set(name, beyond))).getMessage();
            assertEquals("GATEPOST_DELIVERY_" + name + " is not a number from " + least + " to " + most + ": " + beyond, said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-5", "1e3", "99999999999"})
    void whatIsNoNumberStopsTheStart(String value) {
        assertThrows(IllegalStateException.class, () -> read(Map.of("gatepost.delivery.entries", value)));
    }

    private static Map<String, String> set(String name, long value) {
        return Map.of("gatepost.delivery." + name.toLowerCase(Locale.ROOT).replace('_', '.'), String.valueOf(value));
    }

    private static DeliverySettings read(Map<String, String> values) {
        Config config = (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        });
        return DeliverySettings.read(config);
    }
}
