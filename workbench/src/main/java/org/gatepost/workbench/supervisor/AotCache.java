package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.gatepost.workbench.files.Trees;

/**
 * What one run of the server leaves to the next: its classes, parsed and linked, and the profiles of its methods (JEP 483, 514 and 515). A run that has
 * no cache which fits it makes one as it ends; a run that is killed makes none, and the next one tries again. One supervisor at a time uses it.
 */
final class AotCache {

    private final Path directory;
    private final Path cache;
    private final Path next;
    /** The virtual machine's own, which it removes when {@code next} is whole. */
    private final Path unfinished;
    private final Path of;

    AotCache(Path directory) {
        this.directory = directory;
        this.cache = directory.resolve("server.aot");
        this.next = directory.resolve("next.aot");
        this.unfinished = directory.resolve("next.aot.config");
        this.of = directory.resolve("of");
    }

    /**
     * The option for the run that is about to begin.
     *
     * @param runs everything the cache depends on: virtual machine, options, class path, application. Of another one it is made anew
     */
    String option(String runs) throws IOException {
        String key = digest(runs);
        if (!Files.exists(of) || !Files.readString(of).equals(key)) {
            Trees.delete(directory);
            Files.createDirectories(directory);
            Files.writeString(of, key);
        }
        if (Files.exists(next) && !Files.exists(unfinished)) {
            Files.move(next, cache, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.exists(cache) ? "-XX:AOTCache=" + cache : "-XX:AOTCacheOutput=" + next;
    }

    /** Throws away what there is: a virtual machine whose cache is gone starts without one, and the next start makes another. */
    void forget() throws IOException {
        Trees.delete(directory);
        Files.createDirectories(directory);
    }

    private static String digest(String runs) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(runs.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
