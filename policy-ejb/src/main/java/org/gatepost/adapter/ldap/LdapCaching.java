package org.gatepost.adapter.ldap;

import java.time.Duration;

/**
 * How long answers are remembered. Only real answers are: never a failure, never a contradiction. Zero: not at all.
 *
 * @param domainFound a local domain's entry
 * @param domainMissing that a domain is not local; at most {@link #MISSING_MAX}
 * @param accountFound a user's or group's entry
 * @param accountMissing that an address is unknown; at most {@link #MISSING_MAX}
 * @param stale how much longer what was found may stand in while the directory does not answer; at most {@link #STALE_MAX}
 * @param domainsMax domains remembered
 * @param accountsMax addresses remembered
 * @param octetsMax what remembered domains, and remembered accounts, may come to each, about: an entry with a script or many members takes the place of many
 */
public record LdapCaching(Duration domainFound, Duration domainMissing, Duration accountFound, Duration accountMissing, Duration stale, long domainsMax,
        long accountsMax, long octetsMax) {

    /** Longest that nobody is nobody: who was added a minute ago gets mail. */
    public static final Duration MISSING_MAX = Duration.ofSeconds(60);
    /** Longest that anything found is remembered. */
    public static final Duration FOUND_MAX = Duration.ofHours(1);
    /** Longest that an old answer stands in. */
    public static final Duration STALE_MAX = Duration.ofDays(1);

    public static final LdapCaching DEFAULT = new LdapCaching(Duration.ofSeconds(600), Duration.ofSeconds(60), Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO,
            100_000, 100_000, 64L << 20);

    /** Every question is asked. */
    public static final LdapCaching NONE = new LdapCaching(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0);

    public LdapCaching {
        within("domainFound", domainFound, FOUND_MAX);
        within("domainMissing", domainMissing, MISSING_MAX);
        within("accountFound", accountFound, FOUND_MAX);
        within("accountMissing", accountMissing, MISSING_MAX);
        within("stale", stale, STALE_MAX);
    }

    private static void within(String what, Duration time, Duration max) {
        if (time.isNegative() || time.compareTo(max) > 0) {
            throw new IllegalArgumentException(what + " is from 0 to " + max.toSeconds() + " seconds, not " + time.toSeconds());
        }
    }

    /** The usual one, with other times. */
    public static LdapCaching of(Duration domainFound, Duration accountFound, Duration accountMissing, Duration stale) {
        return new LdapCaching(domainFound, DEFAULT.domainMissing, accountFound, accountMissing, stale, DEFAULT.domainsMax, DEFAULT.accountsMax, DEFAULT.octetsMax);
    }

    AnswerCache.Bounds ofDomains() {
        return new AnswerCache.Bounds(domainFound, domainMissing, stale, domainsMax, octetsMax);
    }

    AnswerCache.Bounds ofAccounts() {
        return new AnswerCache.Bounds(accountFound, accountMissing, stale, accountsMax, octetsMax);
    }
}
