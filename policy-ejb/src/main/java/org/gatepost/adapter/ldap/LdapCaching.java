package org.gatepost.adapter.ldap;

import java.time.Duration;

/**
 * How long answers are remembered. Only real answers are: never a failure, never a contradiction. Zero: not at all.
 *
 * @param domainFound a local domain's entry
 * @param domainMissing that a domain is not local
 * @param accountFound a user's or group's entry
 * @param accountMissing that an address is unknown
 * @param domainsMax domains remembered
 * @param accountsMax addresses remembered
 * @param octetsMax what remembered domains, and remembered accounts, may come to each, about: an entry with a script or many members takes the place of many
 */
public record LdapCaching(Duration domainFound, Duration domainMissing, Duration accountFound, Duration accountMissing, long domainsMax,
        long accountsMax, long octetsMax) {

    public static final LdapCaching DEFAULT = new LdapCaching(Duration.ofSeconds(600), Duration.ofSeconds(60), Duration.ofMinutes(1), Duration.ZERO,
            100_000, 100_000, 64L << 20);

    /** Every question is asked. */
    public static final LdapCaching NONE = new LdapCaching(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0);
}
