package org.gatepost.workbench.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.gatepost.workbench.bench.harness.Program;

/** A certificate authority for a test run, made with openssl. */
final class TestAuthority {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> NEW_KEY = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");

    private final Path directory;

    /** A certificate, its key, and the files they lie in as PEM. */
    record Issued(Path certificate, Path key) {

        X509Certificate read() throws IOException, GeneralSecurityException {
            try (InputStream in = Files.newInputStream(certificate)) {
                return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            }
        }

        /** What a TLSA record 3 1 1 says of it (RFC 6698 section 2.1). */
        String keyDigest() throws IOException, GeneralSecurityException {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(read().getPublicKey().getEncoded()));
        }
    }

    TestAuthority(Path directory) throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        openssl(List.of("req", "-x509", "-keyout", key("ca").toString(), "-out", certificate().toString(), "-days", "3", "-subj", "/CN=Interop test authority"), NEW_KEY);
    }

    /** Its own certificate. */
    Path certificate() {
        return directory.resolve("ca.crt");
    }

    private Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** @param names as in subjectAltName: {@code DNS:mx.example}, {@code IP:127.0.0.1} */
    Issued issue(String name, String... names) throws IOException, InterruptedException {
        Path request = directory.resolve(name + ".csr");
        Path extensions = directory.resolve(name + ".ext");
        Issued issued = new Issued(directory.resolve(name + ".crt"), key(name));
        Files.writeString(extensions, "subjectAltName=" + String.join(",", names) + "\n");
        openssl(List.of("req", "-keyout", issued.key().toString(), "-out", request.toString(), "-subj", "/CN=" + name), NEW_KEY);
        openssl(List.of("x509", "-req", "-in", request.toString(), "-CA", certificate().toString(), "-CAkey", key("ca").toString(), "-CAcreateserial", "-days", "3", "-extfile",
                extensions.toString(), "-out", issued.certificate().toString()), List.of());
        return issued;
    }

    private static void openssl(List<String> arguments, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        command.addAll(more);
        Program.succeed(PATIENCE, command);
    }
}
