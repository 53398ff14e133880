package org.gatepost.tlsreport;

import java.util.Optional;

/**
 * What one connection came to.
 *
 * @param policyDomain the recipients' domain
 * @param policy what it was measured against
 * @param failure empty where it was encrypted as it should be
 */
public record TlsOutcome(String policyDomain, AppliedPolicy policy, Optional<Failure> failure) {

    /**
     * Why it was not.
     *
     * @param resultType in the words of RFC 8460 section 4.3
     * @param sendingAddress ours, where it is known; else empty, as the others may be
     * @param receivingHost as the domain's MX names it
     */
    public record Failure(String resultType, String sendingAddress, String receivingHost, String receivingAddress) {
    }

    /** It was encrypted as it should be. */
    public static TlsOutcome success(String policyDomain, AppliedPolicy policy) {
        return new TlsOutcome(policyDomain, policy, Optional.empty());
    }

    /** It was not. */
    public static TlsOutcome failure(String policyDomain, AppliedPolicy policy, Failure why) {
        return new TlsOutcome(policyDomain, policy, Optional.of(why));
    }
}
