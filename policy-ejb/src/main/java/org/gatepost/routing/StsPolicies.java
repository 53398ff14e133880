package org.gatepost.routing;

/** Port: the MTA-STS policies that domains publish (RFC 8461 section 3). Answers within a time of the adapter's own. Safe for use by many threads. */
@FunctionalInterface
public interface StsPolicies {

    /** Nobody publishes any. */
    StsPolicies NONE = domain -> StsPolicy.NONE;

    /** The policy a domain has now: the one published, or one fetched before that still holds; {@link StsPolicy#NONE} where there is none. */
    StsPolicy of(String domain);
}
