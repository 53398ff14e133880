package org.gatepost.dsn;

/**
 * How large a message may be that a failure report returns whole; of a larger one its header section is returned.
 *
 * @param byDefault octets, where RET is absent
 * @param onRequest octets, where RET=FULL asks for it
 */
public record ReturnLimits(int byDefault, int onRequest) {

    /** A report is made in memory, so neither is greater: 16 MiB. */
    public static final int OCTETS_MAX = 16 << 20;
    /** 64 KiB, and 1 MiB on request. */
    public static final ReturnLimits DEFAULT = new ReturnLimits(64 << 10, 1 << 20);

    public ReturnLimits {
        if (byDefault < 0 || onRequest < 0 || byDefault > OCTETS_MAX || onRequest > OCTETS_MAX) {
            throw new IllegalArgumentException("a message of 0 to " + OCTETS_MAX + " octets can be returned whole");
        }
    }

    /** The greatest there is. */
    int greatest() {
        return Math.max(byDefault, onRequest);
    }
}
