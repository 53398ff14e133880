package org.gatepost.ee.delivery;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * How many messages a minute the hosts of one group get, for whichever domains they take mail.
 *
 * <p>Two things bound it: what the channel allows (keyword {@code messagesperminute}), and what the hosts themselves can be seen to want: each 421 or
 * 4.7.x of theirs halves the pace, once for all that had begun by then, and each message they take gives a twentieth back, until it is whole again.
 * What is allowed comes evenly: no more than a sixtieth of a minute's messages at once, at least one. Safe for use by many threads.
 */
final class GroupPace {

    /** However often the hosts complain; every 15 seconds, as a dead next hop is probed. */
    static final int SLOWEST_PER_MINUTE = 4;
    /** What a group without a limit, and with little mail, is taken to bear: a message a second. */
    static final int WHOLE_PER_MINUTE_MIN = 60;
    /** A message taken gives so large a part of the whole pace back. */
    static final int RECOVERY_PARTS = 20;

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int SECONDS = 60;

    private final long originNanos;
    /** Messages begun in each of the last sixty seconds. */
    private final int[] begun = new int[SECONDS];
    private long second;
    private long usedNanos;
    /** Messages a minute, while the hosts want it slower; 0 where they do not. */
    private int slowed;
    /** What it was when they first complained. */
    private int whole;
    private long slowedNanos;
    /** When the next would come were they evenly spread; meaningless before the first. */
    private long nextNanos;
    private boolean spread;

    GroupPace(long nowNanos) {
        originNanos = nowNanos;
        usedNanos = nowNanos;
    }

    /** How many may begin at once, now; takes nothing. */
    synchronized int available(OptionalInt limit, long nowNanos) {
        usedNanos = nowNanos;
        int perMinute = perMinute(limit);
        if (perMinute == Integer.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        long interval = intervalNanos(perMinute);
        long ahead = spread ? Math.max(0, nextNanos - nowNanos) : 0;
        return (int) Math.max(0, (atOnce(perMinute) * interval - ahead) / interval);
    }

    /** Whether another may begin now; it is counted where it may. */
    synchronized boolean begin(OptionalInt limit, long nowNanos) {
        if (available(limit, nowNanos) == 0) {
            return false;
        }
        int perMinute = perMinute(limit);
        if (perMinute < Integer.MAX_VALUE) {
            nextNanos = (spread && nextNanos - nowNanos > 0 ? nextNanos : nowNanos) + intervalNanos(perMinute);
            spread = true;
        }
        advance(nowNanos);
        begun[(int) (second % SECONDS)]++;
        return true;
    }

    /** A message was taken. */
    synchronized void taken() {
        if (slowed > 0) {
            slowed += Math.max(1, whole / RECOVERY_PARTS);
            slowed = slowed >= whole ? 0 : slowed;
        }
    }

    /**
     * The hosts said 421 or 4.7.x in a transaction, or to a connection, that began then.
     *
     * @return the pace from now on; empty where this one had begun before the pace was halved last
     */
    synchronized OptionalInt complained(OptionalInt limit, long begunNanos, long nowNanos) {
        if (slowed > 0 && begunNanos - slowedNanos < 0) {
            return OptionalInt.empty();
        }
        if (slowed == 0) {
            whole = Math.min(limit.orElse(Integer.MAX_VALUE), Math.max(WHOLE_PER_MINUTE_MIN, lastMinute(nowNanos)));
        }
        slowed = Math.max(Math.min(SLOWEST_PER_MINUTE, whole), (slowed == 0 ? whole : slowed) / 2);
        slowedNanos = nowNanos;
        nextNanos = nowNanos + atOnce(slowed) * intervalNanos(slowed);
        spread = true;
        return OptionalInt.of(slowed);
    }

    /** Messages a minute, as things are; {@link Integer#MAX_VALUE} where nothing bounds them. */
    synchronized int perMinute(OptionalInt limit) {
        return Math.min(limit.orElse(Integer.MAX_VALUE), slowed == 0 ? Integer.MAX_VALUE : slowed);
    }

    synchronized long usedNanos() {
        return usedNanos;
    }

    /** What began in the last minute; in the first minute, what would at the same rate. */
    private int lastMinute(long nowNanos) {
        advance(nowNanos);
        long sum = Arrays.stream(begun).asLongStream().sum();
        return (int) Math.min(Integer.MAX_VALUE, sum * SECONDS / Math.min(SECONDS, second + 1));
    }

    private void advance(long nowNanos) {
        long now = Math.max(second, (nowNanos - originNanos) / SECOND_NANOS);
        for (long each = Math.max(second + 1, now - SECONDS + 1); each <= now; each++) {
            begun[(int) (each % SECONDS)] = 0;
        }
        second = now;
    }

    private static int atOnce(int perMinute) {
        return Math.max(1, perMinute / SECONDS);
    }

    /** So that those at once and those that follow are no more than allowed in any minute. */
    private static long intervalNanos(int perMinute) {
        long allAfterThose = perMinute - atOnce(perMinute) + 1L;
        return (SECONDS * SECOND_NANOS + allAfterThose - 1) / allAfterThose;
    }
}
