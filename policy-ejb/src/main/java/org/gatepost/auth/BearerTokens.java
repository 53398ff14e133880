package org.gatepost.auth;

/**
 * Port: what is to be thought of a bearer token (RFC 6750) that a client shows. Every answer comes within the adapter's deadline. Safe for use by many threads.
 */
@FunctionalInterface
public interface BearerTokens {

    /** Nobody is trusted to issue any: the mechanisms that need them are not offered. */
    BearerTokens NONE = token -> new Verdict.Invalid("nobody is trusted to issue tokens");

    /** Whom it names. */
    Verdict judge(String token);

    /** What came of it. */
    sealed interface Verdict {

        /**
         * It is good, and names a user.
         *
         * @param name as a user says it: {@code uid}, {@code uid@domain}, or an address
         */
        record Names(String name) implements Verdict {
        }

        /** @param why for the trace, never for the client; nothing of the token is in it */
        record Invalid(String why) implements Verdict {
        }

        /** The keys of who issued it cannot be asked for. */
        record Unavailable(String why) implements Verdict {
        }
    }
}
