package org.gatepost.sieve.language;

import java.util.List;

/**
 * Which header fields a test with {@code :mime} looks at, and what of them (RFC 5703 section 4).
 *
 * @param anyChild those of the parts within, too
 * @param what what is compared
 * @param parameters names of the parameters, where those are compared
 */
public record MimeScope(boolean anyChild, What what, List<SieveText> parameters) {

    public enum What { WHOLE, TYPE, SUBTYPE, CONTENT_TYPE, PARAMETER }

    public MimeScope {
        parameters = List.copyOf(parameters);
    }
}
