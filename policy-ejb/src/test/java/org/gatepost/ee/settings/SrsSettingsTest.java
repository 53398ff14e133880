package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SrsSettingsTest {

    @TempDir
    private Path directory;

    private Path keys(String text) throws IOException {
        return Files.writeString(directory.resolve("keys"), text);
    }

    private static String fault(Map<String, String> values) {
        return assertThrows(IllegalStateException.class, () -> SrsSettings.read(config(values))).getMessage();
    }

    private static Config config(Map<String, String> values) {
        return (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class},
                (proxy, method, arguments) -> method.getName().equals("getOptionalValue") ? Optional.ofNullable(values.get(arguments[0])) : method.invoke(values, arguments));
    }

    @Test
    void s06KeysAreReadFromAFileAndNothingSaysThem() throws IOException {
        assertTrue(SrsSettings.read(config(Map.of())).isEmpty());
        String file = keys("# of November\nthe newest key of ours\nan older key of ours\n").toString();
        assertEquals("srs.example.com", SrsSettings.read(config(Map.of("gatepost.srs.domain", "srs.example.com", "gatepost.srs.keys", file))).orElseThrow().domain());
        keys("secret\n");
        String tooShort = fault(Map.of("gatepost.srs.domain", "srs.example.com", "gatepost.srs.keys", file));
        assertEquals("GATEPOST_SRS_KEYS needs 1 to 5 keys of at least 16 octets, one on each line", tooShort);
        assertFalse(tooShort.contains("secret"));
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        String file = keys("a key of ours, long enough\n").toString();
        assertTrue(fault(Map.of("gatepost.srs.domain", "srs.example.com")).contains("set together"));
        assertTrue(fault(Map.of("gatepost.srs.keys", file)).contains("set together"));
        assertTrue(fault(Map.of("gatepost.srs.domain", "Not A Domain", "gatepost.srs.keys", file)).contains("GATEPOST_SRS_DOMAIN"));
        assertTrue(fault(Map.of("gatepost.srs.domain", "srs.example.com", "gatepost.srs.keys", file + ".gone")).contains("GATEPOST_SRS_KEYS is not a file"));
    }
}
