package org.gatepost.ee.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import org.gatepost.srs.Srs;

/** With what reverse-paths of forwarded mail are signed. The keys are secrets: nothing here says them. */
public final class SrsSettings {

    private static final String DOMAIN = "[a-z0-9]([a-z0-9-]{0,62}\\.?)+";

    private SrsSettings() {
    }

    /**
     * From GATEPOST_SRS_DOMAIN, and GATEPOST_SRS_KEYS, a file with a key on each line: the first signs, all are believed. Empty where neither is set.
     *
     * @throws IllegalStateException with one line that names a wrong setting
     */
    public static Optional<Srs> read() {
        return read(ConfigProvider.getConfig());
    }

    static Optional<Srs> read(Config config) {
        Optional<String> domain = value(config, "gatepost.srs.domain");
        Optional<String> file = value(config, "gatepost.srs.keys");
        if (domain.isEmpty() && file.isEmpty()) {
            return Optional.empty();
        }
        if (domain.isEmpty() || file.isEmpty()) {
            throw new IllegalStateException("GATEPOST_SRS_DOMAIN and GATEPOST_SRS_KEYS are set together, or neither");
        }
        if (!domain.get().matches(DOMAIN)) {
            throw new IllegalStateException("GATEPOST_SRS_DOMAIN is no domain in lower case and A-labels: " + domain.get());
        }
        try {
            List<byte[]> keys = Files.readAllLines(Path.of(file.get()), StandardCharsets.UTF_8).stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
            return Optional.of(new Srs(keys, domain.get(), Srs.VALIDITY));
        } catch (IOException e) {
            throw new IllegalStateException("GATEPOST_SRS_KEYS is not a file that can be read: " + file.get(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("GATEPOST_SRS_KEYS needs " + e.getMessage() + ", one on each line", e);
        }
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(set -> !set.isEmpty());
    }
}
