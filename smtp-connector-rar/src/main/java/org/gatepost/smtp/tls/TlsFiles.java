package org.gatepost.smtp.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where our certificates and keys are, as PEM files.
 *
 * @param certificate the chain shown to who asks for no name, or for one we have no other for
 * @param key its key
 * @param more a directory of further pairs, {@code NAME.crt} and {@code NAME.key}; each is shown to who asks for a name it is for
 * @param clientAuthorities whose word about clients' certificates we take
 */
public record TlsFiles(Optional<Path> certificate, Optional<Path> key, Optional<Path> more, Optional<Path> clientAuthorities) {

    private static final String CERTIFICATE = ".crt";

    /** From settings; an empty text is none. */
    public static TlsFiles of(String certificate, String key, String more, String clientAuthorities) {
        return new TlsFiles(path(certificate), path(key), path(more), path(clientAuthorities));
    }

    private static Optional<Path> path(String text) {
        return Optional.of(text.strip()).filter(some -> !some.isEmpty()).map(Path::of);
    }

    /** Reads everything; all of it is good or nothing is taken. */
    public Certificates read() throws TlsFilesException {
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new TlsFilesException("no certificate is set (GATEPOST_TLS_CERT, GATEPOST_TLS_KEY)");
        }
        List<KeyedChain> chains = new ArrayList<>();
        chains.add(PemPair.read(certificate.get(), key.get()));
        for (Path each : furtherCertificates()) {
            chains.add(PemPair.read(each, keyOf(each)));
        }
        List<X509Certificate> authorities = clientAuthorities.isPresent() ? PemPair.certificates(clientAuthorities.get()) : List.of();
        return new Certificates(chains, authorities);
    }

    private static Path keyOf(Path certificates) {
        String name = certificates.getFileName().toString();
        return certificates.resolveSibling(name.substring(0, name.length() - CERTIFICATE.length()) + ".key");
    }

    private List<Path> furtherCertificates() throws TlsFilesException {
        if (more.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(more.get())) {
            return files.filter(file -> file.getFileName().toString().endsWith(CERTIFICATE)).sorted().toList();
        } catch (IOException e) {
            throw new TlsFilesException(more.get() + " (GATEPOST_TLS_DIRECTORY) is not a directory that can be read", e);
        }
    }

    /** Another text whenever a file is another, is gone or has come. Reads no content. */
    public String appearance() {
        StringBuilder text = new StringBuilder();
        List<Path> files = new ArrayList<>();
        Stream.of(certificate, key, clientAuthorities).flatMap(Optional::stream).forEach(files::add);
        try {
            for (Path each : furtherCertificates()) {
                files.add(each);
                files.add(keyOf(each));
            }
        } catch (TlsFilesException e) {
            text.append(e.getMessage());
        }
        for (Path file : files) {
            text.append(file).append(' ').append(appearance(file)).append('\n');
        }
        return text.toString();
    }

    private static String appearance(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException e) {
            return "gone";
        }
    }
}
