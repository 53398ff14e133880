package org.gatepost.workbench.supervisor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate chain and its key as PEM files (RFC 7468), put into Payara's key store under the alias its HTTPS listener uses. */
final class PemKey {

    private static final String ALIAS = "s1as";
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKey() {
    }

    /** @throws StartRefused if the files hold no chain and no unencrypted PKCS#8 key; the key itself is never repeated */
    static void into(Path keyStore, char[] password, Path certificates, Path key) throws IOException {
        try {
            Certificate[] chain = chain(certificates);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(keyStore)) {
                store.load(in, password);
            }
            store.setKeyEntry(ALIAS, privateKey(key, ((X509Certificate) chain[0]).getPublicKey().getAlgorithm()), password, chain);
            Path next = keyStore.resolveSibling("keystore.next");
            try (OutputStream out = Files.newOutputStream(next)) {
                store.store(out, password);
            }
            Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(keyStore));
            Files.move(next, keyStore, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new StartRefused("GATEPOST_TLS_CERT and GATEPOST_TLS_KEY cannot be used: " + e.getMessage(), e);
        }
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        var certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (certificates.isEmpty()) {
            throw new StartRefused("GATEPOST_TLS_CERT holds no certificate: " + file);
        }
        return certificates.toArray(Certificate[]::new);
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher matcher = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new StartRefused("GATEPOST_TLS_KEY holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY): " + file);
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1))));
    }
}
