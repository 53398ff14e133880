package org.gatepost.tlsreport;

import java.util.List;

/**
 * What a connection to one of a domain's hosts was measured against (RFC 8460 section 4.4).
 *
 * @param strings the policy as it is published: the TLSA records of the host, or the lines of the MTA-STS policy
 * @param mxPatterns of host names, where the policy has some
 */
public record AppliedPolicy(Type type, List<String> strings, List<String> mxPatterns) {

    /** The domain asks for nothing. */
    public static final AppliedPolicy NONE = new AppliedPolicy(Type.NONE, List.of(), List.of());

    /** Who says what is wanted. */
    public enum Type {
        /** The host's zone (DANE). */
        TLSA("tlsa"),
        /** The domain (MTA-STS). */
        STS("sts"), NONE("no-policy-found");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As it stands in a report. */
        public String word() {
            return word;
        }

        /** The type of that word; an {@link IllegalArgumentException} where there is none. */
        public static Type of(String word) {
            for (Type type : values()) {
                if (type.word.equals(word)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("not a type of policy: " + word);
        }
    }

    public AppliedPolicy {
        strings = List.copyOf(strings);
        mxPatterns = List.copyOf(mxPatterns);
    }
}
