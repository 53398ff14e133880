package org.gatepost.mailauth.spf;

import java.time.InstantSource;
import java.util.List;

import org.gatepost.dns.DnsLookup;
import org.gatepost.stage.SideBySide;

/**
 * Checks whether a client may use a domain's name (RFC 7208). Best guesses for domains that say nothing are not made, and the obsolete record type SPF is not
 * asked for. Safe for use by many threads if its ports are.
 */
public final class SpfCheck {

    private final DnsLookup dns;
    private final SideBySide sideBySide;
    private final SpfLimits limits;
    private final String receiver;
    private final InstantSource clock;
    private final InstantSource steady;

    /**
     * Made once.
     *
     * @param sideBySide ends the wait for a name server that says nothing
     * @param receiver our name, which explanations may hold; empty where we have none
     * @param clock what time it is
     * @param steady how long something takes
     */
    public SpfCheck(DnsLookup dns, SideBySide sideBySide, SpfLimits limits, String receiver, InstantSource clock, InstantSource steady) {
        this.dns = dns;
        this.sideBySide = sideBySide;
        this.limits = limits;
        this.receiver = receiver;
        this.clock = clock;
        this.steady = steady;
    }

    /** Asks, for at most the time there is. */
    public SpfVerdict verdict(SpfQuestion question, LocalRecords local) {
        return sideBySide.askAll(List.of(new SideBySide.Question<>(() -> evaluated(question, local), limits.time(), why -> SpfVerdict.notNow(question, why)))).getFirst();
    }

    private SpfVerdict evaluated(SpfQuestion question, LocalRecords local) {
        return new SpfEvaluation(question, new SpfLookups(dns, limits, steady), local, limits, receiver, clock).verdict();
    }
}
