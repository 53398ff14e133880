package org.gatepost.workbench.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.gatepost.workbench.fixture.Eventually;
import org.gatepost.workbench.fixture.PolicyChange;
import org.gatepost.workbench.fixture.RunningGatepost;
import org.gatepost.workbench.fixture.SmtpTalk;
import org.junit.jupiter.api.Test;

/** The application is replaced under a running server, with mail in the queue and sessions open. */
class RedeployIT {

    private static final int IDLE = 20;
    private static final int SENDERS = 4;
    private static final int BEFORE = 40;
    /** Payara unpacks the new application before it ends the old one; on a busy machine that takes a while. */
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(4);

    private final RunningGatepost gatepost = RunningGatepost.shared();
    private final String run = "redeploy-" + UUID.randomUUID().toString().substring(0, 8);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();

    @Test
    void portsCloseAndComeBackSessionsAreToldAndEveryMessageArrivesOnce() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> senders = new ArrayList<>();
        // With the next hop away nothing is delivered while the application changes, so that a second copy could only be our own doing.
        try (PolicyChange down = new PolicyChange(gatepost,
                "UPDATE channel SET destination = 'lmtp://127.0.0.1:1', backoff = 'PT1S' WHERE name = 'tcp_lmtpcs' AND version_id = :version")) {
            for (int i = 0; i < SENDERS; i++) {
                String name = run + "-" + i;
                senders.add(Thread.ofVirtual().start(() -> sendUntil(stop, name)));
            }
            Eventually.get("mail waits", Duration.ofSeconds(30), acknowledged::size, size -> size >= BEFORE);
            String former = gatepost.text("SELECT max(id) FROM incarnation");
            List<SmtpTalk> idle = idleSessions();
            try {
                replaceWhile(idle);
            } finally {
                for (SmtpTalk talk : idle) {
                    talk.close();
                }
            }
            assertEquals("0", gatepost.text("SELECT count(*) FROM queue_entry WHERE incarnation <= " + former), "entries still held by the former incarnation");
            assertTrue(Long.parseLong(gatepost.text("SELECT max(id) FROM incarnation")) > Long.parseLong(former), "no new incarnation");
            stop.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        } finally {
            stop.set(true);
        }
        arrived();
    }

    private List<SmtpTalk> idleSessions() throws IOException {
        List<SmtpTalk> idle = new ArrayList<>();
        for (int i = 0; i < IDLE; i++) {
            SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort());
            idle.add(talk);
            if (i % 2 == 0) {
                talk.say("MAIL FROM:<idle@remote.example>").expect("250");
            }
        }
        return idle;
    }

    private void replaceWhile(List<SmtpTalk> idle) throws Exception {
        AtomicBoolean wasClosed = new AtomicBoolean();
        CompletableFuture<Void> replaced = new CompletableFuture<>();
        Thread watcher = Thread.ofVirtual().start(() -> watchPort(replaced, wasClosed));
        Thread.ofVirtual().start(() -> {
            try {
                gatepost.redeploy();
                replaced.complete(null);
            } catch (IOException | InterruptedException | RuntimeException e) {
                replaced.completeExceptionally(e);
            }
        });
        for (SmtpTalk talk : idle) {
            talk.waitingUpTo(TOLD_WITHIN).expect("421 4.3.2");
            assertEquals("", talk.reply(), "closed after 421");
        }
        replaced.get();
        watcher.join();
        assertTrue(wasClosed.get(), "the port was never closed");
        gatepost.awaitReady();
    }

    private void watchPort(CompletableFuture<Void> replaced, AtomicBoolean wasClosed) {
        while (!replaced.isDone() && !wasClosed.get()) {
            try (SmtpTalk talk = new SmtpTalk(gatepost.smtpPort())) {
                talk.reply();
            } catch (ConnectException e) {
                wasClosed.set(true);
            } catch (IOException e) {
                // closed while it was answered
            }
        }
    }

    private void sendUntil(AtomicBoolean stop, String name) {
        int number = 0;
        while (!stop.get()) {
            try (SmtpTalk talk = SmtpTalk.introduced(gatepost.smtpPort())) {
                while (!stop.get()) {
                    String id = name + "-" + number++ + ".";
                    attempted.add(id);
                    if (talk.message(name + "@remote.example", "alice@example.com", "Subject: " + id + "\r\n\r\nbody").startsWith("250")) {
                        acknowledged.add(id);
                    }
                    Thread.sleep(20);
                }
            } catch (IOException | AssertionError e) {
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }

    private void arrived() throws Exception {
        Eventually.get("the queue is empty", Duration.ofSeconds(90), () -> gatepost.text("SELECT count(*) FROM message WHERE reverse_path LIKE '" + run + "%'"), "0"::equals);
        List<String> delivered = new ArrayList<>();
        for (Path file : gatepost.mailContaining("alice", "Return-Path: <" + run)) {
            Files.readString(file, StandardCharsets.ISO_8859_1).lines().filter(line -> line.startsWith("Subject: ")).findFirst()
                    .ifPresent(line -> delivered.add(line.substring("Subject: ".length())));
        }
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeAll(delivered);
        assertEquals(Set.of(), missing, "acknowledged and not delivered");
        Set<String> once = new TreeSet<>(delivered);
        assertEquals(once.size(), delivered.size(), "delivered twice");
        once.removeAll(attempted);
        assertEquals(Set.of(), once, "delivered and never sent");
        System.out.printf("redeployed with %d acknowledged: each delivered once%n", acknowledged.size());
    }
}
