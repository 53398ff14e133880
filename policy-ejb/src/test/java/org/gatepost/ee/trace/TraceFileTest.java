package org.gatepost.ee.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.gatepost.mail.QueueId;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void writesAnEventALine() throws IOException {
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.REFUSE, NOON, "RecipientLookup: \"x\"\n\0").withSession("s-1", 3)
                .withQueueId(new QueueId(new UUID(0, 7))).withSender("").withRecipient("a@example.com").withClient("192.0.2.1")
                .withReply(Reply.of(550, "5.1.1", "No such user")).with("size", 12).with("tls", true).with("channels", List.of("a", "b"))
                .with("kind", "a detail never hides a field");
        try (TraceFile file = new TraceFile(directory, "node-1", 1000)) {
            file.append(List.of(event), NOON);
        }
        assertEquals("{\"at\":\"2026-11-23T12:00:00Z\",\"kind\":\"refuse\",\"node\":\"node-1\",\"session\":\"s-1\",\"transaction\":3,"
                + "\"queueId\":\"00000000000000000000000007\",\"sender\":\"\",\"recipient\":\"a@example.com\",\"client\":\"192.0.2.1\","
                + "\"reply\":{\"code\":550,\"status\":\"5.1.1\",\"text\":\"No such user\"},\"reason\":\"RecipientLookup: \\\"x\\\"\\u000a\ufffd\","
                + "\"size\":12,\"tls\":true,\"channels\":[\"a\",\"b\"]}\n", Files.readString(directory.resolve("mail.jsonl")));
    }

    @Test
    void beginsANewFileWhenItIsFullAndWithEachDay() throws IOException {
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.CONNECT, NOON, "");
        Files.writeString(directory.resolve("mail.jsonl"), "{}\n");
        Files.setLastModifiedTime(directory.resolve("mail.jsonl"), FileTime.from(NOON));
        try (TraceFile file = new TraceFile(directory, "node-1", 100)) {
            file.append(List.of(event), NOON);
            assertEquals(1, count());
            file.append(List.of(event, event), NOON.plusSeconds(1));
            assertEquals(2, count());
            file.append(List.of(event), NOON.plus(Duration.ofDays(1)));
            assertEquals(3, count());
        }
    }

    @Test
    void keepsOnlyTheNewestFiles() throws IOException {
        TraceEvent event = TraceEvent.of(TraceEvent.Kind.CONNECT, NOON, "");
        try (TraceFile file = new TraceFile(directory, "node-1", 1)) {
            for (int i = 0; i < TraceFile.KEPT_MAX + 5; i++) {
                file.append(List.of(event), NOON.plusSeconds(i));
            }
        }
        assertEquals(TraceFile.KEPT_MAX + 1, count());
    }

    private long count() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
