package org.gatepost.ee.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.gatepost.adapter.jose.KeySource;
import org.gatepost.adapter.jose.TokenTerms;

/**
 * Whose tokens users may log in with.
 *
 * @param keys GATEPOST_OAUTH_JWKS, a file or an https URL
 * @param terms GATEPOST_OAUTH_ISSUER, GATEPOST_OAUTH_AUDIENCE, GATEPOST_OAUTH_USER_CLAIM (email)
 */
public record TokenSettings(KeySource keys, TokenTerms terms) {

    private static final String PREFIX = "gatepost.oauth.";

    /**
     * Empty where nobody's are taken.
     *
     * @throws IllegalStateException with one line that names a wrong setting
     */
    public static Optional<TokenSettings> read() {
        return read(ConfigProvider.getConfig());
    }

    static Optional<TokenSettings> read(Config config) {
        Optional<String> place = value(config, "jwks");
        if (place.isEmpty()) {
            List.of("issuer", "audience", "user.claim").stream().filter(name -> value(config, name).isPresent()).findFirst().ifPresent(name -> {
                throw new IllegalStateException(shown(name) + " is set, and GATEPOST_OAUTH_JWKS is not");
            });
            return Optional.empty();
        }
        return Optional.of(new TokenSettings(source(place.get()),
                new TokenTerms(needed(config, "issuer"), needed(config, "audience"), value(config, "user.claim").orElse(TokenTerms.EMAIL))));
    }

    private static KeySource source(String place) {
        if (place.regionMatches(true, 0, "https://", 0, "https://".length())) {
            try {
                return KeySource.https(URI.create(place));
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException("GATEPOST_OAUTH_JWKS is not a URL: " + place, e);
            }
        }
        Path file = Path.of(place).toAbsolutePath();
        if (place.contains("://") || !Files.isReadable(file)) {
            throw new IllegalStateException("GATEPOST_OAUTH_JWKS is neither a file that can be read nor an https URL: " + place);
        }
        return KeySource.file(file);
    }

    private static String needed(Config config, String name) {
        return value(config, name).orElseThrow(() -> new IllegalStateException("GATEPOST_OAUTH_JWKS is set, and " + shown(name) + " is not"));
    }

    private static String shown(String name) {
        return (PREFIX + name).toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(PREFIX + name, String.class).map(String::strip).filter(set -> !set.isEmpty());
    }
}
