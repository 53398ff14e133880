package org.gatepost.workbench.demo.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a program that refuses to run as root is run by root: in a user namespace of its own, where it is nobody and still owns its
 * files; where the machine forbids those, as the user nobody.
 */
enum UnprivilegedUser {
    /** We are not root: nothing to do. */
    SELF(List.of()),
    NAMESPACE(List.of("unshare", "-U")),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private final List<String> prefix;

    UnprivilegedUser(List<String> prefix) {
        this.prefix = prefix;
    }

    /** What to put before the program; it replaces itself by the program, so the process id stays. */
    List<String> prefix() {
        return prefix;
    }

    static UnprivilegedUser choose() throws IOException, InterruptedException {
        if (!Integer.valueOf(0).equals(java.nio.file.Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            return SELF;
        }
        Process probe = new ProcessBuilder("unshare", "-U", "true").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return probe.waitFor() == 0 ? NAMESPACE : NOBODY;
    }

    /** Gives {@code directory} and all in it to the user the program will be. */
    void own(Path directory) throws IOException, InterruptedException {
        if (this == NOBODY && new ProcessBuilder("chown", "-R", "65534:65534", directory.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("cannot give " + directory + " to the user nobody");
        }
    }
}
