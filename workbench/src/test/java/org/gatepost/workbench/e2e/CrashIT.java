package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.RepeatedTest;

/** The server is killed under load: what was acknowledged is delivered, and copies delivered twice stay within the contract's bound. */
class CrashIT {

    private static final int SENDERS = 20;
    /** The contract: the deliveries that were open (at most 10 connections) plus one settlement batch. */
    private static final int DUPLICATES_MAX = 210;

    private final RunningGatepost gatepost = RunningGatepost.shared();

    @RepeatedTest(2)
    void nothingAcknowledgedIsLost() throws Exception {
        String run = "crash-" + UUID.randomUUID().toString().substring(0, 8);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            String name = run + "-" + i;
            senders.add(Thread.ofVirtual().start(() -> sendUntil(stop, name, acknowledged, unanswered)));
        }
        Eventually.get("load", Duration.ofSeconds(30), acknowledged::size, size -> size > 500);
        gatepost.kill9();
        stop.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        gatepost.awaitReady();
        Eventually.get("the queue is empty", Duration.ofSeconds(90), () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path LIKE '" + run + "%'"), "0"::equals);
        Map<String, Integer> delivered = delivered(run);
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeAll(delivered.keySet());
        assertEquals(Set.of(), missing, "acknowledged and not delivered");
        int duplicates = delivered.values().stream().mapToInt(count -> count - 1).sum();
        System.out.printf("killed after %d acknowledged, %d unanswered: none missing, %d delivered twice%n", acknowledged.size(), unanswered.size(), duplicates);
        assertTrue(duplicates <= DUPLICATES_MAX, duplicates + " delivered twice");
    }

    private void sendUntil(AtomicBoolean stop, String name, Set<String> acknowledged, Set<String> unanswered) {
        int number = 0;
        while (!stop.get()) {
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                while (!stop.get()) {
                    String id = name + "-" + number++ + ".";
                    unanswered.add(id);
                    String reply = talk.message(name + "@remote.example", "alice@example.com", "Subject: " + id + "\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(50));
                    if (reply.startsWith("250")) {
                        acknowledged.add(id);
                        unanswered.remove(id);
                    }
                }
            } catch (IOException | AssertionError e) {
                if (stop.get()) {
                    return;
                }
            }
        }
    }

    private Map<String, Integer> delivered(String run) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        for (Path file : gatepost.mailContaining("alice", "Return-Path: <" + run)) {
            Files.readString(file, StandardCharsets.ISO_8859_1).lines().filter(line -> line.startsWith("Subject: ")).findFirst()
                    .ifPresent(line -> counts.merge(line.substring("Subject: ".length()), 1, Integer::sum));
        }
        return counts;
    }
}
