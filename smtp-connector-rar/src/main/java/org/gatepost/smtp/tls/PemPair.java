package org.gatepost.smtp.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PEM files (RFC 7468): a chain, the server's own certificate first, and its unencrypted PKCS#8 key. */
final class PemPair {

    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] TRIAL = "whose key is this".getBytes(StandardCharsets.US_ASCII);

    private PemPair() {
    }

    /** A pair that belongs together. */
    static KeyedChain read(Path certificates, Path key) throws TlsFilesException {
        List<X509Certificate> chain = certificates(certificates);
        PublicKey itsOwn = chain.getFirst().getPublicKey();
        try {
            PrivateKey secret = privateKey(key, itsOwn.getAlgorithm());
            if (!belongTogether(secret, itsOwn)) {
                throw new TlsFilesException(key + " is not the key of " + certificates);
            }
            return new KeyedChain(chain, secret);
        } catch (IOException e) {
            throw new TlsFilesException(key + " cannot be read", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The reason may quote what was read.
            throw new TlsFilesException(key + " is not the key of " + certificates, e);
        }
    }

    /** Every certificate of a file; at least one. */
    static List<X509Certificate> certificates(Path file) throws TlsFilesException {
        try {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))).stream()
                    .map((Certificate each) -> (X509Certificate) each).toList();
            if (all.isEmpty()) {
                throw new TlsFilesException(file + " holds no certificate");
            }
            return all;
        } catch (IOException e) {
            throw new TlsFilesException(file + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw new TlsFilesException(file + " holds no certificate that can be read", e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) throws IOException, GeneralSecurityException, TlsFilesException {
        Matcher matcher = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new TlsFilesException(file + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY)");
        }
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1))));
    }

    private static boolean belongTogether(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(secret);
        signer.update(TRIAL);
        byte[] signed = signer.sign();
        signer.initVerify(open);
        signer.update(TRIAL);
        return signer.verify(signed);
    }
}
