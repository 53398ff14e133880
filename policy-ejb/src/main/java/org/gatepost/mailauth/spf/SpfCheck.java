package org.gatepost.mailauth.spf;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.gatepost.dns.DnsLookup;
import org.gatepost.stage.SideBySide;

/**
 * Checks whether a client may use a domain's name (RFC 7208). Best guesses for domains that say nothing are not made, and the obsolete record type SPF is not
 * asked for. Safe for use by many threads if its ports are.
 */
public final class SpfCheck {

    /** For an explanation. */
    static final Duration EXPLANATION_MAX = Duration.ofSeconds(5);

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

    /** Asks, for at most the time there is, and then for an explanation, which changes nothing: it has a short time of its own. */
    public SpfVerdict verdict(SpfQuestion question, LocalRecords local) {
        SpfEvaluation evaluation = new SpfEvaluation(question, new SpfLookups(dns, limits, steady), local, limits, receiver, clock);
        SpfVerdict verdict = within(limits.time(), evaluation::verdict, why -> SpfVerdict.notNow(question, why));
        return verdict.result() == SpfResult.FAIL && evaluation.isExplained() ? within(EXPLANATION_MAX, () -> evaluation.explained(verdict), why -> verdict) : verdict;
    }

    private SpfVerdict within(Duration time, Supplier<SpfVerdict> ask, Function<String, SpfVerdict> late) {
        return sideBySide.askAll(List.of(new SideBySide.Question<>(ask, time, late))).getFirst();
    }
}
