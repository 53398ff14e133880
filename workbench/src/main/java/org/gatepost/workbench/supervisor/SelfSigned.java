package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import org.gatepost.workbench.files.Secrets;

/** The self-signed certificate of the Payara domain and its key, as PEM files (RFC 7468) for SMTP, which HTTPS shows too. */
final class SelfSigned {

    /** Under {@code var}. */
    static final String CERTIFICATE = "tls/self-signed.crt";
    /** Under {@code var}; for its owner alone. */
    static final String KEY = "tls/self-signed.key";

    private static final String ALIAS = "s1as";

    private SelfSigned() {
    }

    /** Writes them anew, for the domain may have been made anew. */
    static void write(Path keyStore, char[] password, Path var) throws IOException {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            Files.createDirectories(var.resolve(CERTIFICATE).getParent());
            Secrets.writePrivately(var.resolve(KEY), pem("PRIVATE KEY", store.getKey(ALIAS, password).getEncoded()));
            Files.writeString(var.resolve(CERTIFICATE), pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new StartRefused("the self-signed certificate in " + keyStore + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String pem(String what, byte[] octets) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(octets);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }
}
