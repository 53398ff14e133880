package org.gatepost.routing;

import java.util.Optional;

import org.gatepost.smtp.client.TlsFault;

/** Port: the MTA-STS policies that domains publish (RFC 8461 section 3). Answers within a time of the adapter's own. Safe for use by many threads. */
@FunctionalInterface
public interface StsPolicies {

    /** Nobody publishes any. */
    StsPolicies NONE = domain -> StsPolicy.NONE;

    /** The policy a domain has now: the one published, or one fetched before that still holds; {@link StsPolicy#NONE} where there is none. */
    StsPolicy of(String domain);

    /** What is wrong with the policy a domain says it has, as far as is known since it was last asked for; for reports (RFC 8460 section 4.3.2.2). */
    default Optional<TlsFault> faultOf(String domain) {
        return Optional.empty();
    }
}
