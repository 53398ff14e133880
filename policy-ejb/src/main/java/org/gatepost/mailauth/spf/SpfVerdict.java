package org.gatepost.mailauth.spf;

import java.util.List;
import java.util.Optional;

/**
 * What one check came to.
 *
 * @param cause what decided
 * @param term that decided, as it stands in the record; empty where none did
 * @param problem why it is an error, or none
 * @param explanation what the domain tells who fails, expanded; in the domain's words, so nobody's but its own
 * @param refusesAll the whole record of the domain is {@code -all}: nobody ever sends under it
 * @param dnsLookups terms that asked DNS
 * @param voidLookups answers that there is nothing
 */
public record SpfVerdict(SpfQuestion question, SpfResult result, Cause cause, Optional<String> term, Optional<String> problem, Optional<String> explanation,
        boolean refusesAll, int dnsLookups, int voidLookups, List<SpfStep> steps) {

    /** Characters of a domain's own words that a session keeps. */
    static final int KEPT_MAX = 500;

    /** What decided a verdict. */
    public enum Cause {
        /** A mechanism that names who is meant. */
        MATCH,
        /** {@code all}: none that does. */
        ALL,
        /** The record's end. */
        END,
        /** There is no record. */
        NO_RECORD,
        /** Something went wrong. */
        PROBLEM
    }

    public SpfVerdict {
        steps = List.copyOf(steps);
    }

    /** What a session keeps of it: no steps, and no more of a domain's own words than a reply has room for. */
    public SpfVerdict brief() {
        return new SpfVerdict(question, result, cause, term.map(SpfVerdict::cut), problem.map(SpfVerdict::cut), explanation.map(SpfVerdict::cut), refusesAll, dnsLookups,
                voidLookups, List.of());
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(KEPT_MAX, text.length()));
    }

    SpfVerdict explainedBy(Optional<String> text) {
        return new SpfVerdict(question, result, cause, term, problem, text, refusesAll, dnsLookups, voidLookups, steps);
    }

    /** Nobody could tell now, for a reason outside the check. */
    public static SpfVerdict notNow(SpfQuestion question, String why) {
        return new SpfVerdict(question, SpfResult.TEMPERROR, Cause.PROBLEM, Optional.empty(), Optional.of(why), Optional.empty(), false, 0, 0, List.of());
    }

    /** As one line for the trace: {@code softfail mailfrom example.com (~all)}. */
    @Override
    public String toString() {
        return result.word() + " " + question.identity().word() + " " + question.domain() + problem.or(() -> term).map(why -> " (" + why + ")").orElse("");
    }
}
