package org.gatepost.workbench.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the build made and any number of instances share, never writing to it. Absolute paths. */
public record Distribution(Path root, Path payara, Path postgres, Path ear) {

    /** @param root the repository, after {@code mvn package} */
    public static Distribution builtIn(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        Path build = absolute.resolve("workbench/target");
        return new Distribution(absolute, build.resolve("payara/payara7"), build.resolve("postgres"), absolute.resolve("ear/target/gatepost.ear"));
    }

    /** The workbench's own classes and libraries, as the build left them. */
    public String classPath() {
        return root.resolve("workbench/target/workbench.jar") + ":" + root.resolve("workbench/target/lib") + "/*";
    }

    void require() {
        if (!Files.isDirectory(payara) || !Files.isRegularFile(ear)) {
            throw new StartRefused("not built: " + (Files.isDirectory(payara) ? ear : payara) + " is missing");
        }
    }
}
