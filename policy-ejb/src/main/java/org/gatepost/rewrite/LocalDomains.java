package org.gatepost.rewrite;

import org.gatepost.stage.Match;

/** Port: whether a domain is ours, for {@code $V} and {@code $Z}. Safe for use by many threads. */
@FunctionalInterface
public interface LocalDomains {

    /** The domain's name as it is known, where it is local. {@link Match.NotFound}: known not to be. */
    Match<String> local(String domain);
}
