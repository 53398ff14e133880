package org.gatepost.workbench.supervisor;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The server's log, asked one thing: why the application did not come up. */
final class ServerLog {

    private static final int LONGEST_LINE = 400;
    private static final String CAUSE = "Caused by: ";
    private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[[0-9]{4}-[0-9]{2}-[0-9]{2}T)");
    private static final Pattern FAILED = Pattern.compile("Exception while (loading|starting|deploying|preparing|invoking)|Error occurred during deployment");

    private final Path file;
    private long from;

    ServerLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Forgets what is there: from now on only what is written after this counts. */
    void begin() throws IOException {
        from = Files.exists(file) ? Files.size(file) : 0;
    }

    /** Why loading the application failed, once the log says that it did. */
    Optional<String> loadingFailure() throws IOException {
        return text().filter(text -> FAILED.matcher(text).find()).flatMap(ServerLog::cause);
    }

    /** The innermost cause of the first SEVERE record. */
    Optional<String> firstCause() throws IOException {
        return text().flatMap(ServerLog::cause);
    }

    private Optional<String> text() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SeekableByteChannel octets = Files.newByteChannel(file)) {
            // Rotated in between: then all of it is new.
            octets.position(from <= octets.size() ? from : 0);
            return Optional.of(new String(Channels.newInputStream(octets).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Optional<String> cause(String log) {
        return Arrays.stream(RECORD.split(log)).filter(record -> record.contains("[SEVERE]")).findFirst().map(record -> {
            int message = record.indexOf("[[");
            List<String> lines = record.substring(message < 0 ? 0 : message + 2).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            // The first line is Payara's own and says little; the exception follows it, its causes each on a line of their own.
            String line = lines.reversed().stream().filter(text -> text.startsWith(CAUSE)).findFirst().map(text -> text.substring(CAUSE.length()))
                    .orElseGet(() -> lines.size() > 1 ? lines.get(1) : lines.getFirst());
            return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "..." : line.replaceAll("]]$", "");
        });
    }
}
