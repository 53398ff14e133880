package org.gatepost.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;
import org.gatepost.scan.Breaker;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;

/**
 * Asks next hops whether they take recipients, each question once: what was answered is remembered for as long as the channel says, who asks the same meanwhile waits
 * for that answer, and one next hop is asked {@link #QUESTIONS_MAX} questions at once; others wait {@link #TURN_MAX} for their turn. A question has {@link #ANSWER_MAX}, turn and all hosts included. A next hop
 * that does not answer is left alone for {@link #REST} after {@link #FAILURES_MAX} failures in a row, and again after each further one; the alarm
 * {@code verify:CHANNEL} stands until none of its next hops has failed for {@link #QUIET}. Safe for use by many threads.
 */
public final class NextHopQuestions implements RecipientVerification {

    /** Questions to one next hop at once. */
    static final int QUESTIONS_MAX = 8;
    /** How long one may take. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    /** How long it waits for its turn. */
    static final Duration TURN_MAX = Duration.ofSeconds(2);
    static final int FAILURES_MAX = 3;
    static final Duration REST = Duration.ofSeconds(15);
    static final Duration QUIET = Duration.ofMinutes(5);
    /** Answers remembered; beyond, those that were not asked for lately go. */
    static final int ANSWERS_MAX = 100_000;
    /** Next hops of which is known how they do; beyond, one begins anew. */
    static final int HOPS_MAX = 1_000;

    private final RecipientProbe probe;
    private final SideBySide sideBySide;
    private final InstantSource steadyClock;
    private final Duration turnMax;
    private final FadingAlarm alarm;
    private final Cache<Asked, Kept> answers;
    private final Cache<Way, Hop> hops = Caffeine.newBuilder().maximumSize(HOPS_MAX).executor(Runnable::run).build();
    private final Map<Asked, CompletableFuture<NextHopAnswer>> open = new ConcurrentHashMap<>();

    private record Way(ChannelName channel, NextHop hop) {
    }

    private record Asked(Way way, ReversePath sender, Mailbox recipient) {
    }

    private record Kept(NextHopAnswer answer, Duration time) {
    }

    private record Hop(Breaker breaker, Semaphore turns) {
    }

    /** @param steadyClock says how long something lasts */
    public NextHopQuestions(RecipientProbe probe, SideBySide sideBySide, Alarms alarms, InstantSource steadyClock) {
        this(probe, sideBySide, alarms, steadyClock, TURN_MAX);
    }

    NextHopQuestions(RecipientProbe probe, SideBySide sideBySide, Alarms alarms, InstantSource steadyClock, Duration turnMax) {
        this.probe = probe;
        this.sideBySide = sideBySide;
        this.steadyClock = steadyClock;
        this.turnMax = turnMax;
        this.alarm = new FadingAlarm("verify:", QUIET, alarms, steadyClock);
        this.answers = Caffeine.newBuilder().maximumSize(ANSWERS_MAX).executor(Runnable::run).ticker(() -> TimeUnit.MILLISECONDS.toNanos(steadyClock.millis()))
                .expireAfter(Expiry.<Asked, Kept>creating((asked, kept) -> kept.time())).build();
    }

    /** Ends the alarms of channels whose next hops have answered for a while. Called now and then, with the channels of the policy. */
    public void look(Collection<ChannelName> channels) {
        alarm.look(channels);
    }

    /** Answers that are remembered now, and next hops. */
    List<Long> remembered() {
        answers.cleanUp();
        hops.cleanUp();
        return List.of(answers.estimatedSize(), hops.estimatedSize());
    }

    @Override
    public NextHopAnswer of(Channel channel, NextHop hop, Mailbox recipient) {
        Asked asked = new Asked(new Way(channel.name(), hop), channel.keywords().transport().verify().sender(), recipient);
        Kept known = answers.getIfPresent(asked);
        if (known != null) {
            return known.answer();
        }
        CompletableFuture<NextHopAnswer> own = new CompletableFuture<>();
        CompletableFuture<NextHopAnswer> others = open.putIfAbsent(asked, own);
        return others == null ? asFirst(channel, asked, own) : awaited(others);
    }

    private NextHopAnswer asFirst(Channel channel, Asked asked, CompletableFuture<NextHopAnswer> own) {
        NextHopAnswer answer = new NextHopAnswer.Silent("the question failed", false);
        try {
            // Somebody may have had the answer between our look and our turn.
            Kept known = answers.getIfPresent(asked);
            answer = known == null ? inTurn(channel, asked) : known.answer();
            return answer;
        } finally {
            open.remove(asked, own);
            own.complete(answer);
        }
    }

    private NextHopAnswer awaited(CompletableFuture<NextHopAnswer> others) {
        try {
            // Whoever asks is bound by the same time, and answers always.
            return others.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NextHopAnswer.Silent("interrupted", false);
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is completed with an answer only", e);
        }
    }

    private NextHopAnswer inTurn(Channel channel, Asked asked) {
        Hop hop = hops.get(asked.way, way -> new Hop(new Breaker(steadyClock), new Semaphore(QUESTIONS_MAX, true)));
        if (!hop.breaker.admits()) {
            return new NextHopAnswer.Silent("it did not answer before", false);
        }
        Instant end = steadyClock.instant().plus(ANSWER_MAX);
        try {
            if (!hop.turns.tryAcquire(turnMax.toMillis(), TimeUnit.MILLISECONDS)) {
                hop.breaker.gaveUp();
                return new NextHopAnswer.Silent(QUESTIONS_MAX + " questions are open", false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            hop.breaker.gaveUp();
            return new NextHopAnswer.Silent("interrupted", false);
        }
        try {
            return heard(channel, asked, hop.breaker, Duration.between(steadyClock.instant(), end));
        } finally {
            hop.turns.release();
        }
    }

    private NextHopAnswer heard(Channel channel, Asked asked, Breaker breaker, Duration left) {
        NextHopAnswer answer = sideBySide.askAll(List.of(new SideBySide.Question<>(() -> NextHopAnswer.of(probe.ask(channel, asked.way.hop, asked.recipient)), left,
                why -> new NextHopAnswer.Silent(why, false)))).getFirst();
        switch (answer) {
            case NextHopAnswer.Takes takes -> keep(asked, answer, channel.keywords().transport().verify().takenFor());
            case NextHopAnswer.Refuses refuses -> keep(asked, answer, channel.keywords().transport().verify().refusedFor());
            case NextHopAnswer.NotNow notNow -> { }
            case NextHopAnswer.NotAsked notAsked -> { }
            case NextHopAnswer.Silent(String why, boolean answered) -> {
                if (!answered) {
                    alarm.raise(channel.name(), "The next hop " + asked.way.hop + " of channel " + channel.name() + " does not say which recipients it takes: " + why);
                    breaker.failed(FAILURES_MAX, REST);
                    return answer;
                }
            }
        }
        breaker.succeeded();
        return answer;
    }

    private void keep(Asked asked, NextHopAnswer answer, Duration time) {
        answers.put(asked, new Kept(answer, time));
    }
}
