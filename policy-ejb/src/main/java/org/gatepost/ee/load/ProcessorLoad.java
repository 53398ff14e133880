package org.gatepost.ee.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether the processors of this machine, or of the container it is, are all in use, by whomever. Measured over a quarter of a second, when it is asked.
 * Safe for use by many threads.
 */
@ApplicationScoped
public class ProcessorLoad {

    /** So much of the time is all of it: the rest is lost to switching, or to waiting for the disk. */
    static final double SHORT_MIN = 0.95;
    static final Duration MEASURED_OVER = Duration.ofMillis(250);

    private final DoubleSupplier inUse;
    private final LongSupplier nanoTime;
    private boolean isShort;
    private long measuredNanos;

    /** Of this machine. */
    public ProcessorLoad() {
        this(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)::getCpuLoad, System::nanoTime);
    }

    /**
     * @param inUse the part of the processor time that was in use since it was last asked, 0 to 1; less, or not a number, where it is unknown
     * @param nanoTime as {@link System#nanoTime()}
     */
    ProcessorLoad(DoubleSupplier inUse, LongSupplier nanoTime) {
        this.inUse = inUse;
        this.nanoTime = nanoTime;
        measuredNanos = nanoTime.getAsLong();
    }

    /** Where it is not known, they are not short. */
    public synchronized boolean isShort() {
        long now = nanoTime.getAsLong();
        if (now - measuredNanos >= MEASURED_OVER.toNanos()) {
            measuredNanos = now;
            isShort = inUse.getAsDouble() >= SHORT_MIN;
        }
        return isShort;
    }
}
