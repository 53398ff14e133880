package org.gatepost.quarantine;

import java.time.LocalDate;
import java.util.List;

/**
 * How far a node has come with a day's digests: in the order of addresses, so many of them in a turn. The next turn goes on behind them, so that those are
 * reached whose addresses come last, however many stay untold before them. For one thread.
 */
public final class DigestWalk {

    private final int page;
    private final int addressesMax;
    private final int unknownMax;
    private LocalDate day = LocalDate.MIN;
    private String after = "";
    private boolean leftOut;

    /**
     * @param page addresses looked at together
     * @param addressesMax of one turn; the turn ends with the page that reaches it
     * @param unknownMax addresses that could not be looked up, after which a turn ends: each may take as long as the directory is waited for
     */
    public DigestWalk(int page, int addressesMax, int unknownMax) {
        this.page = page;
        this.addressesMax = addressesMax;
        this.unknownMax = unknownMax;
    }

    /** What there is to be told. */
    public interface Addresses {

        /** Addresses with something untold, in order, behind that one. */
        List<String> behind(String address, int max);

        /**
         * Tells their users.
         *
         * @param unknownMax of how many nobody need be able to say whose they are; where it is more, nobody of these is told
         * @return of how many nobody could say it
         */
        int tell(List<String> addresses, int unknownMax);

        /** Whether the day is this node's still, and the node goes on. */
        boolean mayGoOn();
    }

    /** One turn. @return whether everybody of the day has been reached who has something untold, from the first address to the last */
    public boolean turn(LocalDate today, Addresses addresses) {
        if (!today.equals(day)) {
            day = today;
            begin();
        }
        int seen = 0;
        int unknown = 0;
        while (seen < addressesMax) {
            List<String> found = addresses.behind(after, page);
            unknown += addresses.tell(found, unknownMax - unknown);
            if (unknown > unknownMax || !addresses.mayGoOn()) {
                return false;
            }
            leftOut |= unknown > 0;
            if (found.size() < page) {
                boolean all = !leftOut;
                begin();
                return all;
            }
            after = found.getLast();
            seen += found.size();
        }
        return false;
    }

    private void begin() {
        after = "";
        leftOut = false;
    }
}
