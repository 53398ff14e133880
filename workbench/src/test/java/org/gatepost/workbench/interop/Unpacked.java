package org.gatepost.workbench.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gatepost.workbench.bench.harness.Program;
import org.gatepost.workbench.files.Trees;

/**
 * Debian packages that cannot be installed beside what is here: fetched, with what they depend on and this machine lacks, and unpacked into a directory.
 * What apt says it would install is what is fetched; nothing is installed or removed.
 *
 * @param directory what they hold, {@code usr} and all
 */
record Unpacked(Path directory) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern WOULD_INSTALL = Pattern.compile("(?m)^Inst (\\S+) .*?\\((\\S+)");

    /**
     * Fetches what is not there yet.
     *
     * @param under where the packages are kept from one run to the next
     * @throws AssertionError with one line that says what cannot be had
     */
    static Unpacked of(Path under, String name, String... packages) throws IOException, InterruptedException {
        Path kept = Files.createDirectories(under.resolve("packages").resolve(name));
        Path unpacked = under.resolve("unpacked").resolve(name);
        Path mark = kept.resolve("unpacked");
        List<String> wanted = missing(name, List.of(packages));
        if (!Files.exists(mark) || !Files.readAllLines(mark).equals(wanted)) {
            Trees.delete(kept);
            Trees.delete(unpacked);
            Files.createDirectories(kept);
            Files.createDirectories(unpacked.resolve("usr"));
            if (!wanted.isEmpty()) {
                fetch(name, kept, wanted);
            }
            unpack(kept, unpacked);
            Files.write(mark, wanted);
        }
        return new Unpacked(unpacked);
    }

    private static List<String> missing(String name, List<String> packages) throws IOException, InterruptedException {
        Program.Ended said = simulated(packages);
        if (said.status() != 0) {
            Program.run(PATIENCE, List.of("apt-get", "update", "-q"));
            said = simulated(packages);
        }
        if (said.status() != 0) {
            throw cannot(name, packages, said);
        }
        return WOULD_INSTALL.matcher(said.output()).results().map(Unpacked::exactly).sorted().toList();
    }

    private static String exactly(MatchResult line) {
        return line.group(1) + "=" + line.group(2);
    }

    private static Program.Ended simulated(List<String> packages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("apt-get", "-s", "--no-install-recommends", "install"));
        command.addAll(packages);
        return Program.run(PATIENCE, command);
    }

    private static void fetch(String name, Path into, List<String> wanted) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "cd \"$1\" && shift && exec apt-get download -q \"$@\"", "sh", into.toString()));
        command.addAll(wanted);
        Program.Ended said = Program.run(PATIENCE, command);
        if (said.status() != 0) {
            throw cannot(name, wanted, said);
        }
    }

    private static void unpack(Path from, Path into) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".deb")).toList()) {
                Program.succeed(PATIENCE, List.of("dpkg-deb", "-x", file.toString(), into.toString()));
            }
        }
    }

    private static AssertionError cannot(String name, List<String> packages, Program.Ended said) {
        return new AssertionError("the peer " + name + " cannot be had: apt cannot fetch " + String.join(" ", packages) + ": "
                + said.output().lines().filter(line -> line.startsWith("E:")).findFirst().orElse(said.output()));
    }
}
