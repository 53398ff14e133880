package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** TCP connections as the kernel lists them, of our network namespace alone. */
final class Connections {

    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final String ESTABLISHED = "01";

    private Connections() {
    }

    /** How many are established whose own end has that port, one side of each counted. */
    static long established(int port) {
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        long count = 0;
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                count += lines.map(line -> line.strip().split("\\s+")).filter(columns -> columns.length > 3 && columns[1].endsWith(local) && columns[3].equals(ESTABLISHED)).count();
            } catch (NoSuchFileException e) {
                // A machine without IPv6 has no such table.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return count;
    }
}
