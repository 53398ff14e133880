package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One fault on its way: does it to the ground, holds it as long as it lasts, lifts it, and notes what was promised for the meantime and not kept. */
final class Strike {

    private static final Duration FROZEN = Duration.ofSeconds(20);
    private static final Duration FULL = Duration.ofSeconds(12);
    private static final Duration DROPPING = Duration.ofSeconds(20);
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final double PART_DROPPED = 0.08;
    private static final Duration STARTED_AGAIN_MAX = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration STEPPED = Duration.ofSeconds(30);
    private static final Duration ALARM_WITHIN = Duration.ofSeconds(25);
    /** A heartbeat every 10 s renews a lease of 60 s. */
    private static final int LEASE_LEFT_SECONDS_MIN = 30;
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int FILLING_OCTETS = 65_536;

    private final Ground ground;
    private final Load load;
    private final Random random;
    private final List<String> findings = new ArrayList<>();

    Strike(Ground ground, Load load, Random random) {
        this.ground = ground;
        this.load = load;
        this.random = random;
    }

    /** What was promised and not kept while the fault lasted. */
    List<String> findings() {
        return List.copyOf(findings);
    }

    void kill(String process) throws InterruptedException {
        ProcessHandle victim = ground.process(process);
        victim.destroyForcibly();
        long killed = System.nanoTime();
        while (System.nanoTime() - killed < Duration.ofSeconds(30).toNanos()) {
            if (!victim.isAlive() && ground.instance().process(process).filter(next -> next.pid() != victim.pid()).isPresent()) {
                Duration took = Duration.ofNanos(System.nanoTime() - killed);
                if (took.compareTo(STARTED_AGAIN_MAX) > 0) {
                    findings.add(process + " was started again only after " + took.toMillis() + " ms");
                }
                return;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        findings.add(process + " was not started again");
    }

    void freeze(String process) throws IOException, InterruptedException {
        ProcessHandle victim = ground.process(process);
        ground.namespaces().signal(victim, "STOP");
        try {
            Thread.sleep(FROZEN);
        } finally {
            ground.namespaces().signal(victim, "CONT");
        }
    }

    void fill(String directory) throws IOException, InterruptedException {
        fill(directory, () -> { });
    }

    /** The database is made to ask for new files of its write-ahead log, and there is no room for one: it ends itself. */
    void fillLog() throws IOException, InterruptedException {
        fill("pg", () -> {
            try {
                ground.number("SELECT pg_switch_wal() - '0/0'::pg_lsn");
            } catch (SQLException down) {
                // So it has.
            }
        });
    }

    private void fill(String directory, Runnable again) throws IOException, InterruptedException {
        Path filling = ground.var().resolve(directory).resolve("filling");
        try {
            long end = System.nanoTime() + FULL.toNanos();
            ByteBuffer octets = ByteBuffer.allocate(FILLING_OCTETS);
            try (FileChannel file = FileChannel.open(filling, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Again and again: what is removed meanwhile must not make room.
                while (System.nanoTime() < end) {
                    fill(file, octets);
                    again.run();
                    Thread.sleep(100);
                }
            }
        } finally {
            Files.deleteIfExists(filling);
        }
    }

    private static void fill(FileChannel file, ByteBuffer octets) {
        try {
            while (file.write(octets.clear()) > 0) {
                // Until there is no room.
            }
        } catch (IOException full) {
            // That is what we wanted.
        }
    }

    void dropPackets() throws IOException, InterruptedException {
        ground.namespaces().dropPackets(List.of(ground.ports().smtp(), ground.ports().lmtp(), ground.ports().ldap(), ground.ports().db()), PART_DROPPED);
        try {
            Thread.sleep(DROPPING);
        } finally {
            ground.namespaces().dropNone();
        }
    }

    /** Clients go without a word, and the way to the store is dead for a while. */
    void leaveHalfOpen() throws IOException, InterruptedException {
        ground.namespaces().dropPackets(List.of(ground.ports().smtp(), ground.ports().lmtp()), 1);
        try {
            load.vanish();
            Thread.sleep(GONE);
        } finally {
            ground.namespaces().dropNone();
        }
    }

    void stepClock() throws IOException, InterruptedException, SQLException {
        boolean forward = random.nextBoolean();
        ground.setClock(forward ? STEP : STEP.negated());
        try {
            watchLease("stepped", true);
        } finally {
            ground.setClock(Duration.ZERO);
        }
        watchLease("set right", false);
    }

    private void watchLease(String when, boolean alarmWanted) throws InterruptedException, SQLException {
        long began = System.nanoTime();
        boolean asWanted = false;
        long least = Long.MAX_VALUE;
        while (System.nanoTime() - began < STEPPED.toNanos()) {
            least = Math.min(least, ground.number("SELECT extract(epoch FROM lease_until - now())::bigint FROM incarnation ORDER BY id DESC LIMIT 1"));
            asWanted |= alarmWanted == ground.number("SELECT count(*) FROM alarm WHERE key = 'clock' AND cleared_at IS NULL") > 0;
            if (asWanted && System.nanoTime() - began > ALARM_WITHIN.toNanos()) {
                break;
            }
            Thread.sleep(500);
        }
        if (!asWanted) {
            findings.add("the alarm \"clock\" was not " + (alarmWanted ? "raised" : "cleared") + " within " + STEPPED.toSeconds() + " s after the clock was " + when);
        }
        if (least < LEASE_LEFT_SECONDS_MIN) {
            findings.add("the lease was not renewed after the clock was " + when + ": " + least + " s were left");
        }
    }

    void redeploy() throws IOException, InterruptedException {
        ground.instance().redeploy();
    }
}
