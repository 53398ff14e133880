package org.gatepost.ee.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.gatepost.adapter.jose.KeySource;
import org.gatepost.adapter.jose.TokenTerms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenSettingsTest {

    @Test
    void nothingSetIsNoTokens() {
        assertEquals(Optional.empty(), read(Map.of()));
    }

    @Test
    void aFileIsReadEachTimeAndNoFurtherThanItMayBe(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, "{}");
        TokenSettings settings = read(all(file.toString())).orElseThrow();
        assertEquals(new TokenTerms("https://login.example", "gatepost", "email"), settings.terms());
        assertEquals("{}", settings.keys().fetch());
        Files.writeString(file, "x".repeat(KeySource.OCTETS_MAX));
        assertEquals(KeySource.OCTETS_MAX, settings.keys().fetch().length());
        Files.writeString(file, "x".repeat(KeySource.OCTETS_MAX + 1));
        assertThrows(IOException.class, settings.keys()::fetch);
    }

    @Test
    void whatIsWrongStopsTheStartWithOneLine(@TempDir Path directory) {
        assertEquals("GATEPOST_OAUTH_ISSUER is set, and GATEPOST_OAUTH_JWKS is not", refused(Map.of("gatepost.oauth.issuer", "x")));
        assertEquals("GATEPOST_OAUTH_USER_CLAIM is set, and GATEPOST_OAUTH_JWKS is not", refused(Map.of("gatepost.oauth.user.claim", "x")));
        assertEquals("GATEPOST_OAUTH_JWKS is set, and GATEPOST_OAUTH_ISSUER is not", refused(Map.of("gatepost.oauth.jwks", "https://login.example/keys")));
        for (String place : new String[] {"http://login.example/keys", directory.resolve("missing").toString()}) {
            assertEquals("GATEPOST_OAUTH_JWKS is neither a file that can be read nor an https URL: " + place, refused(all(place)));
        }
    }

    private static Map<String, String> all(String place) {
        return Map.of("gatepost.oauth.jwks", place, "gatepost.oauth.issuer", "https://login.example", "gatepost.oauth.audience", "gatepost");
    }

    private static String refused(Map<String, String> values) {
        return assertThrows(IllegalStateException.class, () -> read(values)).getMessage();
    }

    private static Optional<TokenSettings> read(Map<String, String> values) {
        Config config = (Config) Proxy.newProxyInstance(Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
            assertEquals("getOptionalValue", method.getName());
            return Optional.ofNullable(values.get(arguments[0]));
        });
        return TokenSettings.read(config);
    }
}
