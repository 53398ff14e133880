package org.gatepost.workbench.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.gatepost.workbench.chaos.Ledger.Entry;
import org.gatepost.workbench.chaos.Ledger.Fate;

/**
 * Rounds of faults against one instance: every kind in turn in random order, each as often as the others, those that need the database on a small disk
 * last. For one thread.
 */
final class Chaos {

    /** The contract says 30 s from ready for mail in flight; the rest is the start of a server on a busy machine. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(150);
    private static final Duration EMPTY_WITHIN = Duration.ofSeconds(90);
    private static final Duration BEFORE_MAX = Duration.ofSeconds(30);
    private static final Duration BEFORE = Duration.ofSeconds(4);
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);
    private static final Duration HALF_OPEN_GONE_WITHIN = Duration.ofSeconds(60);
    private static final int TAKEN_BEFORE = 150;
    private static final int TAKEN_AFTERWARDS = 50;
    private static final int TOLD_MAX = 5;

    private final Ground ground;
    private final Random random;
    private final Consumer<Round> told;
    private final Ledger ledger = new Ledger();
    private final Books books;
    private final List<Round> rounds = new ArrayList<>();

    /** @param told is told of each round when it is over */
    Chaos(Ground ground, long seed, Consumer<Round> told) {
        this.ground = ground;
        this.random = new Random(seed);
        this.told = told;
        this.books = new Books(ground.var().resolve("mail"), ledger, true);
    }

    /** So many rounds of these faults. */
    static List<Fault> plan(List<Fault> faults, int count, long seed) {
        Random random = new Random(seed);
        List<Fault> plan = new ArrayList<>();
        while (plan.size() < count) {
            List<Fault> every = new ArrayList<>(faults);
            Collections.shuffle(every, random);
            plan.addAll(every.subList(0, Math.min(every.size(), count - plan.size())));
        }
        Collections.shuffle(plan, random);
        plan.sort((one, other) -> Boolean.compare(one.needsSmallDatabase(), other.needsSmallDatabase()));
        return List.copyOf(plan);
    }

    /** Plays the plan; ends early only where the instance is gone for good. */
    List<Round> play(List<Fault> plan) throws IOException, InterruptedException, SQLException {
        ground.begin();
        boolean small = false;
        for (Fault fault : plan) {
            if (fault.needsSmallDatabase() && !small) {
                ground.moveDatabase();
                small = true;
            }
            Round round = round(rounds.size() + 1, fault);
            rounds.add(round);
            told.accept(round);
            if (!ground.instance().answers()) {
                throw new ChaosBroken("no mail is taken after round " + round.number() + ": the rest of the rounds would say nothing");
            }
        }
        atLast();
        return List.copyOf(rounds);
    }

    private Round round(int number, Fault fault) throws IOException, InterruptedException, SQLException {
        String prefix = "r" + number + "-" + Long.toString(random.nextLong() >>> 24, Character.MAX_RADIX) + "-";
        List<String> findings = new ArrayList<>();
        Duration outage;
        try (Load load = new Load(ground.ports().smtp(), ledger, prefix, random.nextLong())) {
            load.start();
            await(BEFORE_MAX, () -> load.silence().taken() >= TAKEN_BEFORE);
            Thread.sleep(BEFORE);
            load.silence().begin();
            Strike strike = new Strike(ground, load, random);
            fault.strike(strike);
            findings.addAll(strike.findings());
            findings.addAll(comesBack(load));
            outage = load.silence().longest();
        }
        long began = System.nanoTime();
        long stuck = quiet();
        long emptyMillis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        if (fault == Fault.HALF_OPEN && !await(HALF_OPEN_GONE_WITHIN, () -> sessions() == 0)) {
            findings.add(sessions() + " sessions of clients that are gone are still there");
        }
        return balance(number, fault, prefix, findings, outage, emptyMillis, stuck);
    }

    private List<String> comesBack(Load load) throws InterruptedException {
        long taken = load.silence().taken();
        if (!await(BACK_WITHIN, () -> load.silence().taken() >= taken + TAKEN_AFTERWARDS)) {
            return List.of("mail was not taken again within " + BACK_WITHIN.toSeconds() + " s after the fault was lifted");
        }
        Thread.sleep(AFTERWARDS);
        return List.of();
    }

    /** Waits until nothing is in the queue; how many messages are there all the same. */
    private long quiet() throws InterruptedException {
        await(EMPTY_WITHIN, () -> waiting() == 0);
        return waiting();
    }

    private long waiting() {
        try {
            return ground.number("SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM queue_entry)");
        } catch (SQLException e) {
            return -1;
        }
    }

    private long sessions() {
        return Connections.established(ground.ports().smtp());
    }

    private Round balance(int number, Fault fault, String prefix, List<String> findings, Duration outage, long emptyMillis, long stuck) throws IOException {
        int delivered = books.collect();
        int duplicates = books.takeDuplicates();
        List<String> lost = books.missing(prefix);
        tell(findings, "promised and not there", lost);
        tell(findings, "acknowledged without a row", withoutRow(prefix));
        tell(findings, "strange", books.takeStrange());
        if (duplicates > fault.duplicatesMax()) {
            findings.add(duplicates + " copies came twice, at most " + fault.duplicatesMax() + " may");
        }
        if (stuck != 0) {
            findings.add(stuck < 0 ? "the database does not answer" : stuck + " rows are left in the queue");
        }
        long refused = 0;
        long unanswered = 0;
        List<String> forGood = new ArrayList<>();
        for (Entry entry : ledger.entries(prefix)) {
            switch (entry.fate()) {
                case Fate.Accepted accepted -> { }
                case Fate.Refused(String reply) when reply.startsWith("4") -> refused++;
                case Fate.Refused(String reply) -> forGood.add(entry.id() + ": " + reply);
                case Fate.Unanswered none -> unanswered++;
            }
        }
        tell(findings, "refused for good, or with something that is no reply", forGood);
        return new Round(number, fault.words(), ledger.accepted(prefix), refused, unanswered, delivered, duplicates, lost.size(), outage.toMillis(), emptyMillis, Math.max(0, stuck),
                findings);
    }

    private List<String> withoutRow(String prefix) {
        try (Connection database = ground.database()) {
            return books.withoutRow(database, prefix);
        } catch (SQLException e) {
            return List.of("the database could not be asked: " + e.getMessage());
        }
    }

    /** After everything: what came late belongs to the books of the last round. */
    private void atLast() throws IOException, InterruptedException {
        if (rounds.isEmpty()) {
            return;
        }
        Thread.sleep(BEFORE);
        Round last = rounds.removeLast();
        List<String> findings = new ArrayList<>(last.findings());
        int delivered = books.collect();
        List<String> lost = books.missing("");
        tell(findings, "at the end, promised and not there", lost);
        tell(findings, "at the end, acknowledged without a row", withoutRow(""));
        tell(findings, "at the end, strange", books.takeStrange());
        rounds.add(new Round(last.number(), last.fault(), last.accepted(), last.refused(), last.unanswered(), last.delivered() + delivered,
                last.duplicates() + books.takeDuplicates(), Math.max(last.lost(), lost.size()), last.outageMillis(), last.emptyMillis(), last.stuck(), findings));
    }

    private static void tell(List<String> findings, String what, List<String> which) {
        if (!which.isEmpty()) {
            findings.add(which.size() + " " + what + ": " + which.subList(0, Math.min(TOLD_MAX, which.size())));
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static boolean await(Duration within, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }
}
