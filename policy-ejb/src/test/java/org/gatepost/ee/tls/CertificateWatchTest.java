package org.gatepost.ee.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.gatepost.smtp.tls.TlsFiles;
import org.gatepost.smtp.tls.TlsFilesException;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alarms of the connector's own test certificates, which are good for a hundred years, on a clock that is set. */
class CertificateWatchTest {

    private static final Path CERTIFICATES = Path.of("../smtp-connector-rar/src/test/resources/tls");

    @TempDir
    private Path temp;
    private final List<String> said = new ArrayList<>();
    private Instant now;
    private TlsFiles files;
    private CertificateWatch watch;

    @BeforeEach
    void begin() throws IOException, TlsFilesException {
        put("everybody");
        files = TlsFiles.of(temp.resolve("mx.crt").toString(), temp.resolve("mx.key").toString(), "", "");
        now = end().minus(Duration.ofDays(22));
        InstantSource source = () -> now;
        watch = new CertificateWatch(files, new Alarms() {
            @Override
            public void raise(String key, String text) {
                said.add("raise " + key + ": " + text);
            }

            @Override
            public void clear(String key) {
                said.add("clear " + key);
            }
        }, source.withZone(ZoneOffset.UTC));
        watch.look();
        said.clear();
    }

    private Instant end() throws TlsFilesException {
        return files.read().validities().getFirst().notAfter();
    }

    private void put(String name) throws IOException {
        for (String kind : List.of(".crt", ".key")) {
            Files.copy(CERTIFICATES.resolve(name + kind), temp.resolve("mx" + kind), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String lookAt(Instant when) {
        now = when;
        said.clear();
        watch.look();
        watch.look();
        return String.join("; ", said);
    }

    @Test
    void warnsOnceTwentyOneDaysBeforeTheEndOnceSevenDaysBeforeAndOnceAtIt() throws TlsFilesException {
        assertEquals("", lookAt(end().minus(Duration.ofDays(21)).minusSeconds(1)));
        String day = end().toString().substring(0, 10);
        assertEquals("raise tls:expiry:mx.example: The certificate of mx.example ends in 21 days, on " + day + ".", lookAt(end().minus(Duration.ofDays(21))));
        assertEquals("", lookAt(end().minus(Duration.ofDays(7)).minusSeconds(1)));
        assertEquals("raise tls:expiry:mx.example: The certificate of mx.example ends in 7 days, on " + day + ".", lookAt(end().minus(Duration.ofDays(7))));
        assertEquals("raise tls:expiry:mx.example: The certificate of mx.example ended on " + day + ".", lookAt(end()));
    }

    @Test
    void isQuietAgainWhenAnotherCertificateIsThere() throws Exception {
        lookAt(end().minus(Duration.ofDays(1)));
        Instant before = now;
        put("other");
        assertTrue(end().isAfter(before));
        String all = lookAt(end().minus(Duration.ofDays(100)));
        assertTrue(all.contains("clear tls:expiry:mx.example"), all);
    }

    @Test
    void saysThatANewPairCannotBeUsedAndThatItCanAgain() throws Exception {
        Files.copy(CERTIFICATES.resolve("other.key"), temp.resolve("mx.key"), StandardCopyOption.REPLACE_EXISTING);
        assertEquals("raise tls: Certificates cannot be used: " + temp.resolve("mx.key") + " is not the key of " + temp.resolve("mx.crt")
                + ". Those before stay in use.", lookAt(now));
        put("everybody");
        assertEquals("clear tls", lookAt(now));
    }

    @Test
    void saysThatThereIsNone() {
        CertificateWatch none = new CertificateWatch(TlsFiles.of("", "", "", ""), new Alarms() {
            @Override
            public void raise(String key, String text) {
                said.add(text);
            }

            @Override
            public void clear(String key) {
                said.add("clear");
            }
        }, Clock.systemUTC());
        none.look();
        assertEquals(List.of("Certificates cannot be used: no certificate is set (GATEPOST_TLS_CERT, GATEPOST_TLS_KEY). STARTTLS is answered 454 4.7.0."), said);
    }
}
