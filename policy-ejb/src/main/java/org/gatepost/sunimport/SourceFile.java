package org.gatepost.sunimport;

import java.util.Optional;

/**
 * A configuration file as it was given.
 *
 * @param name as it stands in findings
 */
public record SourceFile(String name, String text) {

    /** A file that was not given. */
    public static final SourceFile NONE = new SourceFile("", "");

    /** Port: the files beside those that are imported, which they may include. For one thread. */
    @FunctionalInterface
    public interface Beside {

        /** @param name relative and without {@code ..}; nothing where there is no such file, or it lies elsewhere after all */
        Optional<String> read(String name);
    }
}
