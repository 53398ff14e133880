package org.gatepost.adapter.sts;

import java.io.IOException;

/** Gets the text a domain publishes. Safe for use by many threads. */
@FunctionalInterface
public interface PolicyFetch {

    /**
     * Gets it, within a time of its own.
     *
     * @throws IOException where there is none to be had; its message says why
     */
    String fetch(String domain) throws IOException;
}
