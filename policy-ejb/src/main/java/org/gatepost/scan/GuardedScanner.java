package org.gatepost.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.gatepost.trace.Alarms;

/**
 * An engine behind its breaker and its limit of questions at once, with what is known of it. It outlives the policy snapshots that name it: the
 * numbers come with each question. Safe for use by many threads.
 */
final class GuardedScanner {

    /** How long an engine behind an open breaker has to say that it is there, before a message is spent on it. */
    static final Duration PROBE_MAX = Duration.ofSeconds(2);

    /** How often an engine that answers is asked what its administrator should know. */
    static final Duration COMPLAINTS_EACH = Duration.ofMinutes(10);
    private static final Duration COMPLAINT_MAX = Duration.ofSeconds(2);

    private final Scanner scanner;
    private final Breaker breaker;
    private final Alarms alarms;
    private final InstantSource clock;
    private final InstantSource steadyClock;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private volatile boolean complained;
    private Optional<Instant> nextComplaint = Optional.empty();
    private int open;
    private boolean failing;
    private Optional<Instant> lastAnswer = Optional.empty();
    private Optional<String> lastError = Optional.empty();
    private Optional<Instant> lastErrorAt = Optional.empty();
    private ScannerState.Counts counts = ScannerState.Counts.NONE;

    /**
     * @param clock says when the engine answered last
     * @param steadyClock says how long something lasts
     */
    GuardedScanner(Scanner scanner, Alarms alarms, InstantSource clock, InstantSource steadyClock) {
        this.scanner = scanner;
        this.breaker = new Breaker(steadyClock);
        this.alarms = alarms;
        this.clock = clock;
        this.steadyClock = steadyClock;
    }

    /** Asks within the question's deadline, waiting for a turn included. */
    ScanAnswer ask(ScannerPolicy policy, ScanQuestion question) {
        Duration deadline = question.deadline();
        Instant begin = steadyClock.instant();
        Instant end = begin.plus(deadline);
        boolean probing = breaker.isOpen();
        if (!breaker.admits()) {
            return count(ScanAnswer.unavailable("breaker is open"));
        }
        if (!enter(policy.concurrencyMax(), deadline)) {
            breaker.gaveUp();
            return count(ScanAnswer.unavailable("busy: " + policy.concurrencyMax() + " questions are open"));
        }
        ScanAnswer answer = ScanAnswer.unavailable("the question broke off");
        try {
            hearComplaint(begin, deadline);
            answer = probing && !scanner.answers(least(PROBE_MAX, deadline)) ? ScanAnswer.unavailable("does not answer a probe")
                    : scanner.scan(question.within(Duration.between(steadyClock.instant(), end)));
        } finally {
            leave();
            note(policy, answer);
        }
        return answer;
    }

    /** Whether it is to be taught. */
    boolean learns() {
        return scanner.learns();
    }

    /** Teaches it within the lesson's deadline, waiting for a turn included. What comes of it says nothing of whether it can be asked: another port may be taught. */
    Lesson.Outcome learn(ScannerPolicy policy, Lesson lesson) {
        Instant end = steadyClock.instant().plus(lesson.deadline());
        if (!enter(policy.concurrencyMax(), lesson.deadline())) {
            return new Lesson.Outcome.Failed("busy: " + policy.concurrencyMax() + " questions are open");
        }
        try {
            return scanner.learn(lesson.within(Duration.between(steadyClock.instant(), end)));
        } finally {
            leave();
        }
    }

    /** Before the question, so that an engine that is to answer nothing with old signatures knows how old they are. */
    private void hearComplaint(Instant now, Duration deadline) {
        lock.lock();
        try {
            if (nextComplaint.isPresent() && now.isBefore(nextComplaint.get())) {
                return;
            }
            nextComplaint = Optional.of(now.plus(COMPLAINTS_EACH));
        } finally {
            lock.unlock();
        }
        Optional<String> complaint = scanner.complaint(least(COMPLAINT_MAX, deadline.dividedBy(2)));
        complaint.ifPresent(text -> alarms.raise(complaintAlarm(), "Scanner " + scanner.name() + ": " + text));
        if (complaint.isEmpty() && complained) {
            alarms.clear(complaintAlarm());
        }
        complained = complaint.isPresent();
    }

    /** How it stands. */
    ScannerState state() {
        lock.lock();
        try {
            ScannerState.Standing standing = breaker.isOpen() ? ScannerState.Standing.OPEN
                    : failing ? ScannerState.Standing.FAILING : lastAnswer.isPresent() ? ScannerState.Standing.UP : ScannerState.Standing.NOT_ASKED;
            return new ScannerState(scanner.name(), standing, open, lastAnswer, lastError, lastErrorAt, counts);
        } finally {
            lock.unlock();
        }
    }

    private boolean enter(int max, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (open >= max) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            open++;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            open--;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void note(ScannerPolicy policy, ScanAnswer answer) {
        count(answer);
        if (answer.verdict() instanceof ScanVerdict.Unavailable(String why)) {
            breaker.failed(policy.breakerFailures(), policy.breakerProbe());
            fell(why);
        } else {
            breaker.succeeded();
            rose();
        }
    }

    private void fell(String why) {
        lock.lock();
        try {
            failing = true;
            lastError = Optional.of(why);
            lastErrorAt = Optional.of(clock.instant());
        } finally {
            lock.unlock();
        }
        alarms.raise(alarm(), "Scanner " + scanner.name() + " cannot be asked: " + why);
    }

    private void rose() {
        boolean back;
        lock.lock();
        try {
            back = failing;
            failing = false;
            lastAnswer = Optional.of(clock.instant());
        } finally {
            lock.unlock();
        }
        if (back) {
            alarms.clear(alarm());
        }
    }

    private ScanAnswer count(ScanAnswer answer) {
        lock.lock();
        try {
            counts = counts.plus(answer.verdict());
        } finally {
            lock.unlock();
        }
        return answer;
    }

    private String complaintAlarm() {
        return alarm() + ":complaint";
    }

    private String alarm() {
        return "scanner:" + scanner.name();
    }

    static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** No policy names it any more: nothing is left to raise an alarm about. */
    void retire() {
        alarms.clear(alarm());
        if (complained) {
            alarms.clear(complaintAlarm());
        }
    }
}
