package org.gatepost.partial;

import java.time.Duration;

/**
 * How much of what is not whole yet we keep, on all nodes together.
 *
 * @param partsMax parts of one message; beyond it 552 5.3.4
 * @param octetsMax octets of all parts of one message, without their header sections; beyond it 552 5.3.4
 * @param setsMax messages that are not whole yet; beyond it 452 4.3.1
 * @param senderSetsMax the same of one sender
 * @param waitingOctetsMax octets of all parts that wait; beyond it 452 4.3.1
 * @param age after which what is still not whole is returned to its sender, and how long it is remembered what became of one that was
 */
public record PartLimits(int partsMax, long octetsMax, int setsMax, int senderSetsMax, long waitingOctetsMax, Duration age) {

    /** As shipped. */
    public static final PartLimits DEFAULT = new PartLimits(100, 100L << 20, 1_000, 20, 1L << 30, Duration.ofDays(4));
}
