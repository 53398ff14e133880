package org.gatepost.adapter.jose;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.gatepost.adapter.https.HttpsText;

/** Where an issuer's keys are published, as a JSON Web Key Set. Safe for use by many threads. */
@FunctionalInterface
public interface KeySource {

    /** The longest key set that is read. */
    int OCTETS_MAX = 256 << 10;
    /** For fetching it: well below what a stage of a session may take. */
    Duration TIME_MAX = Duration.ofSeconds(5);

    /**
     * The set as it is now.
     *
     * @throws IOException where it cannot be had; its message says why
     */
    String fetch() throws IOException;

    /** A file somebody keeps. */
    static KeySource file(Path file) {
        return () -> {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] octets = in.readNBytes(OCTETS_MAX + 1);
                if (octets.length > OCTETS_MAX) {
                    throw new IOException(file + " has more than " + OCTETS_MAX + " octets");
                }
                return new String(octets, StandardCharsets.UTF_8);
            }
        };
    }

    /** The issuer's own server. */
    static KeySource https(URI place) {
        HttpsText texts = new HttpsText(HttpClient.newBuilder(), TIME_MAX, OCTETS_MAX, type -> true);
        return () -> texts.get(place);
    }
}
