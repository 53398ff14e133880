package org.gatepost.smtp.ra;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * How many file descriptors this process may have, and what of them is for whom: a session needs one, a content in a file another, and directory,
 * database and next hops must find some left. Who comes too late is told so; without a descriptor nobody could even be told.
 */
final class Descriptors {

    private Descriptors() {
    }

    /** The process's own limit; very many where the machine does not say. */
    static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Integer.MAX_VALUE;
    }

    /** As many sessions as wanted, but no more than four fifths of the descriptors. */
    static int sessions(int wanted, long limit) {
        return Math.clamp(limit * 4 / 5, 1, wanted);
    }

    /** As many contents as wanted, but no more than a tenth of the descriptors. */
    static int contents(int wanted, long limit) {
        return Math.clamp(limit / 10, 1, wanted);
    }
}
