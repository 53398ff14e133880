package org.gatepost.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.QueueKeywords;
import org.gatepost.mail.Priority;
import org.gatepost.smtp.protocol.DeliverBy;

/**
 * When what could not be delivered is tried again, when the sender hears of the delay, and when it is returned (RFC 5321 section 4.5.4.1).
 *
 * @param backoff waits after the first, second, ... temporary failure; the last repeats
 * @param notices ages of the message; at all but the last the sender is told of the delay, at the last it is returned
 * @param headStart how much earlier it is tried than others that failed with it, but at most half of a wait
 */
public record RetrySchedule(List<Duration> backoff, List<Duration> notices, Duration headStart) {

    /** What a step of MT-PRIORITY (RFC 6710) is worth in time: entries are claimed in the order they are due. */
    private static final Duration HEAD_START = Duration.ofSeconds(60);

    /** However close the next notice is, nobody is asked more often than this. */
    public static final Duration WAIT_MIN = Duration.ofSeconds(1);

    public RetrySchedule {
        backoff = List.copyOf(backoff);
        notices = List.copyOf(notices);
        if (backoff.isEmpty() || notices.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs at least one wait and the age of return");
        }
    }

    /** Of a message like any other. */
    public RetrySchedule(List<Duration> backoff, List<Duration> notices) {
        this(backoff, notices, Duration.ZERO);
    }

    /** How far a message of that priority goes before others: a low one does not go behind, for nobody would ever see it. */
    public static Duration headStart(int priority) {
        return HEAD_START.multipliedBy(Math.max(0, priority));
    }

    /** A channel's times for a message that hurries as much. */
    public static RetrySchedule of(Channel channel, Priority priority) {
        QueueKeywords keywords = channel.keywords().transport().queue();
        return new RetrySchedule(keywords.backoff().getOrDefault(priority, channel.backoff()), keywords.notices().getOrDefault(priority, channel.notices()));
    }

    /** The same for a message of that priority: what failed goes before others again (RFC 6710 section 5). */
    public RetrySchedule ahead(int priority) {
        return new RetrySchedule(backoff, notices, headStart(priority));
    }

    /**
     * The same within the time the sender gives (RFC 2852): returned then at the latest, or the delay told then as well. A time that was over from the
     * beginning changes nothing: who let it pass has told the sender.
     */
    public RetrySchedule within(Optional<DeliverBy> time) {
        if (time.isEmpty() || time.get().seconds() <= 0 || time.get().seconds() >= returnAge().toSeconds()) {
            return this;
        }
        Duration age = Duration.ofSeconds(time.get().seconds());
        Stream<Duration> others = time.get().mode() == DeliverBy.Mode.RETURN ? notices.stream().filter(notice -> notice.compareTo(age) < 0) : notices.stream();
        return new RetrySchedule(backoff, Stream.concat(others, Stream.of(age)).distinct().sorted().toList(), headStart);
    }

    public Duration returnAge() {
        return notices.getLast();
    }

    /** Whether what fails now for a while has failed for good. */
    public boolean isOver(Duration age) {
        return age.compareTo(returnAge()) >= 0;
    }

    /**
     * Whether it is too late to wait until a report can be made: the message is twice as old as what is returned. An account that stays inactive, or two
     * entries of one address, would keep it for ever.
     */
    public boolean isTooLateToReport(Duration age) {
        return age.compareTo(returnAge().multipliedBy(2)) >= 0;
    }

    /** How many notices of a delay a message of that age should have caused; the return is none of them. */
    public int noticesDue(Duration age) {
        return (int) notices.stream().limit(notices.size() - 1L).filter(notice -> age.compareTo(notice) >= 0).count();
    }

    /**
     * How long to wait, from now: the channel's backoff less the head start, but no longer than until the next notice or the return is due.
     *
     * @param attempts temporary failures so far, the last one included; at least 1
     * @param age of the message now
     */
    public Duration nextWait(int attempts, Duration age) {
        Duration whole = backoff.get(Math.min(attempts, backoff.size()) - 1);
        Duration half = whole.dividedBy(2);
        Duration wait = whole.minus(headStart.compareTo(half) < 0 ? headStart : half);
        for (Duration notice : notices) {
            Duration left = notice.minus(age);
            if (left.isPositive() && left.compareTo(wait) < 0) {
                wait = left;
            }
        }
        return wait.compareTo(WAIT_MIN) < 0 ? WAIT_MIN : wait;
    }
}
