package org.gatepost.smtp.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;

import org.gatepost.smtp.protocol.ClientCertificate;
import org.gatepost.smtp.protocol.TlsSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real handshakes, without a network. */
class ServerTlsTest {

    @TempDir
    private Path temp;
    private TlsFiles files;

    private record Met(TlsSession session, X509Certificate shown) {
    }

    @BeforeEach
    void copyFiles() throws IOException {
        Files.createDirectories(temp.resolve("more"));
        put("everybody", temp.resolve("mx"));
        put("other", temp.resolve("more/other"));
        files = TlsFiles.of(temp.resolve("mx.crt").toString(), temp.resolve("mx.key").toString(), temp.resolve("more").toString(), "");
    }

    private static void put(String name, Path as) throws IOException {
        for (String kind : List.of(".crt", ".key")) {
            Files.copy(TrialClient.FILES.resolve(name + kind), as.resolveSibling(as.getFileName() + kind), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private ServerTls looked() {
        ServerTls tls = new ServerTls(files);
        tls.look();
        return tls;
    }

    private static Met meet(ServerTls tls, TrialClient client, boolean asks) throws Exception {
        TwoEnds ends = new TwoEnds();
        FutureTask<X509Certificate> shown = client.begin(ends.client());
        TlsSession session = tls.handshake(ends.server(), asks).session();
        return new Met(session, shown.get());
    }

    private static String names(X509Certificate shown) {
        return String.join(" ", KeyedChain.names(shown));
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, TLS_AES_256_GCM_SHA384", "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"})
    void p03SpeaksTls13And12WithForwardSecrecyAndTellsWhatWasAgreed(String version, String cipher) throws Exception {
        Met met = meet(looked(), new TrialClient(version, Optional.empty(), false), false);
        assertEquals(version, met.session().version());
        assertEquals(cipher, met.session().cipher());
        assertEquals(Optional.empty(), met.session().serverName());
        assertEquals(Optional.empty(), met.session().client());
        // RFC 5929 section 4.1: the hash of what the client was shown.
        assertEquals(Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(met.shown().getEncoded())),
                met.session().serverEndPoint().orElseThrow());
    }

    @Test
    void p03OffersNothingWithoutForwardSecrecyOrAuthenticatedEncryption() {
        assertTrue(ServerTls.CIPHERS.stream().allMatch(cipher -> cipher.startsWith("TLS_AES_") || cipher.startsWith("TLS_CHACHA20_") || cipher.startsWith("TLS_ECDHE_")));
        assertTrue(ServerTls.CIPHERS.stream().allMatch(cipher -> cipher.contains("_GCM_") || cipher.contains("_CHACHA20_POLY1305")));
    }

    @ParameterizedTest
    @CsvSource({"other.example, other.example *.wild.example", "a.wild.example, other.example *.wild.example", "OTHER.example, other.example *.wild.example",
        "a.b.wild.example, mx.example", "wild.example, mx.example", "mx.example, mx.example", "nobody.example, mx.example"})
    void p03ShowsTheCertificateThatIsForTheNameAskedFor(String asked, String shown) throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            Met met = meet(looked(), new TrialClient(version, Optional.of(asked), false), false);
            assertEquals(shown, names(met.shown()), version);
            assertEquals(Optional.of(asked.toLowerCase(java.util.Locale.ROOT)), met.session().serverName());
        }
    }

    @Test
    void p03AClientsCertificateIsToldAndBelievedOnlyWhereAnAuthorityOfOursVouchesForIt() throws Exception {
        TrialClient alice = new TrialClient("TLSv1.3", Optional.empty(), true);
        assertEquals(Optional.of(new ClientCertificate("CN=alice", List.of("alice@example.com"), false)), meet(looked(), alice, true).session().client());
        files = new TlsFiles(files.certificate(), files.key(), files.more(), Optional.of(TrialClient.FILES.resolve("ca.crt")));
        assertEquals(Optional.of(new ClientCertificate("CN=alice", List.of("alice@example.com"), true)), meet(looked(), alice, true).session().client());
        assertEquals(Optional.empty(), meet(looked(), alice, false).session().client());
        assertEquals(Optional.empty(), meet(looked(), new TrialClient("TLSv1.3", Optional.empty(), false), true).session().client());
    }

    @Test
    void p03ANewCertificateIsShownToTheNextClient() throws Exception {
        ServerTls tls = looked();
        put("other", temp.resolve("mx"));
        tls.look();
        assertEquals("other.example *.wild.example", names(meet(tls, new TrialClient("TLSv1.3", Optional.empty(), false), false).shown()));
    }

    @Test
    void p03ABrokenPairLeavesTheOneBeforeInUse() throws Exception {
        ServerTls tls = looked();
        Files.copy(TrialClient.FILES.resolve("other.key"), temp.resolve("mx.key"), StandardCopyOption.REPLACE_EXISTING);
        tls.look();
        assertEquals("mx.example", names(meet(tls, new TrialClient("TLSv1.3", Optional.empty(), false), false).shown()));
        assertTrue(assertThrows(TlsFilesException.class, files::read).getMessage().endsWith("mx.key is not the key of " + temp.resolve("mx.crt")));
    }

    @Test
    void p03OneBrokenPairAmongSeveralLeavesAllOfThemAsTheyWere() throws Exception {
        ServerTls tls = looked();
        Files.delete(temp.resolve("more/other.key"));
        put("other", temp.resolve("mx"));
        tls.look();
        assertEquals("mx.example", names(meet(tls, new TrialClient("TLSv1.3", Optional.empty(), false), false).shown()));
    }

    @Test
    void p03WithoutACertificateItIsNotAvailable() {
        ServerTls none = new ServerTls(TlsFiles.of("", "", "", ""));
        none.look();
        assertFalse(none.isAvailable());
        files = TlsFiles.of(temp.resolve("gone.crt").toString(), temp.resolve("mx.key").toString(), "", "");
        assertFalse(looked().isAvailable());
        assertTrue(looked().isAvailable() == new ServerTls(files).isAvailable());
    }

    @Test
    void p03WhatIsNoHandshakeIsNeverReadAsACommand() throws Exception {
        TwoEnds ends = new TwoEnds();
        ends.client().getOutputStream().write("MAIL FROM:<a@remote.example>\r\n".getBytes(StandardCharsets.US_ASCII));
        ServerTls tls = looked();
        assertThrows(IOException.class, () -> tls.handshake(ends.server(), false));
    }

    @ParameterizedTest
    @CsvSource({"everybody.key, everybody.key, holds no certificate", "everybody.crt, everybody.crt, holds no unencrypted PKCS#8 key",
        "none.crt, everybody.key, cannot be read", "everybody.crt, none.key, cannot be read"})
    void saysInOneLineWhatIsWrongWithAFile(String certificate, String key, String fault) {
        TlsFiles wrong = TlsFiles.of(TrialClient.FILES.resolve(certificate).toString(), TrialClient.FILES.resolve(key).toString(), "", "");
        String message = assertThrows(TlsFilesException.class, wrong::read).getMessage();
        assertTrue(message.contains(fault), message);
        assertFalse(message.contains("\n") || message.contains("PRIVATE KEY-----M"), message);
    }
}
