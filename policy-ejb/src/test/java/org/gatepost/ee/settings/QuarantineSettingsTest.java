package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.gatepost.mail.Quarantine;
import org.junit.jupiter.api.Test;

class QuarantineSettingsTest {

    @Test
    void eachKindIsKeptAsLongAsItsSettingSays() {
        assertEquals(Map.of(Quarantine.INFECTED, Duration.ofDays(14), Quarantine.SPAM, Duration.ofDays(30), Quarantine.SUSPECT, Duration.ofDays(30)), read(Map.of()).kept());
        assertEquals(Map.of(Quarantine.INFECTED, Duration.ofDays(1), Quarantine.SPAM, Duration.ofDays(365), Quarantine.SUSPECT, Duration.ofDays(30)),
                read(Map.of("gatepost.quarantine.infected.days", "1", "gatepost.quarantine.spam.days", "365")).kept());
    }

    @Test
    void whatIsWrongStopsTheStartWithOneLine() {
        for (String wrong : new String[] {"0", "366", "-1", "a week"}) {
            assertEquals("GATEPOST_QUARANTINE_SPAM_DAYS is not a number from 1 to 365: " + wrong,
                    assertThrows(IllegalStateException.class, () -> read(Map.of("gatepost.quarantine.spam.days", wrong))).getMessage());
        }
    }

    private static QuarantineSettings read(Map<String, String> values) {
        return QuarantineSettings.read((Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        }));
    }
}
