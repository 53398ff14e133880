package org.gatepost.ee.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.gatepost.trace.Json;
import org.gatepost.trace.TraceEvent;

/**
 * The JSON log: an event a line in {@code mail.jsonl}. A new file begins with each day of UTC and when one grows beyond its size; the old ones
 * are named by the time they ended, and only the newest are kept. For one thread.
 */
final class TraceFile implements AutoCloseable {

    static final long OCTETS_MAX = 100L << 20;
    static final int KEPT_MAX = 30;

    private static final DateTimeFormatter ENDED = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path file;
    private final String node;
    private final long octetsMax;
    private Writer writer;
    private long octets;
    private LocalDate day;

    TraceFile(Path directory, String node, long octetsMax) {
        this.file = directory.resolve("mail.jsonl");
        this.node = node;
        this.octetsMax = octetsMax;
    }

    /** Appends the events and hands them to the operating system. */
    void append(List<TraceEvent> events, Instant now) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        for (TraceEvent event : events) {
            ready(now);
            String line = line(event) + "\n";
            writer.write(line);
            octets += line.length();
        }
        writer.flush();
    }

    private void ready(Instant now) throws IOException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (writer == null) {
            Files.createDirectories(file.getParent());
            octets = Files.exists(file) ? Files.size(file) : 0;
            day = octets > 0 ? LocalDate.ofInstant(Files.getLastModifiedTime(file).toInstant(), ZoneOffset.UTC) : today;
        }
        if (octets > 0 && (octets >= octetsMax || !today.equals(day))) {
            close();
            Files.move(file, file.resolveSibling("mail-" + ENDED.format(now) + ".jsonl"), StandardCopyOption.REPLACE_EXISTING);
            removeOldest();
            octets = 0;
        }
        if (writer == null) {
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            day = today;
        }
    }

    private void removeOldest() throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            files.filter(f -> f.getFileName().toString().matches("mail-.*\\.jsonl"))
                    .sorted(Comparator.comparing((Path f) -> f.getFileName().toString()).reversed()).skip(KEPT_MAX).forEach(f -> {
                        try {
                            Files.deleteIfExists(f);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private String line(TraceEvent event) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", event.at().toString());
        all.put("kind", event.kind().name().toLowerCase(Locale.ROOT));
        all.put("node", node);
        event.session().ifPresent(value -> all.put("session", value));
        if (event.transaction() > 0) {
            all.put("transaction", event.transaction());
        }
        event.queueId().ifPresent(value -> all.put("queueId", value.toString()));
        event.sender().ifPresent(value -> all.put("sender", value));
        event.recipient().ifPresent(value -> all.put("recipient", value));
        event.client().ifPresent(value -> all.put("client", value));
        event.reply().ifPresent(reply -> {
            Map<String, Object> parts = new LinkedHashMap<>();
            parts.put("code", reply.code());
            parts.put("status", reply.status().toString());
            parts.put("text", String.join("\n", reply.lines()));
            all.put("reply", parts);
        });
        all.put("reason", event.reason());
        event.details().forEach(all::putIfAbsent);
        return Json.object(all);
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            Writer closing = writer;
            writer = null;
            closing.close();
        }
    }
}
