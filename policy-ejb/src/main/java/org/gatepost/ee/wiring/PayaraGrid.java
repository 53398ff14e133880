package org.gatepost.ee.wiring;

import javax.naming.InitialContext;
import javax.naming.NamingException;

import com.hazelcast.core.HazelcastInstance;

/** Payara's data grid, as it stands in the container's names. */
final class PayaraGrid {

    private static final String NAME = "payara/Hazelcast";

    private PayaraGrid() {
    }

    /** @throws IllegalStateException while Payara has none, as in the first seconds of a start */
    static HazelcastInstance instance() {
        try {
            return InitialContext.doLookup(NAME);
        } catch (NamingException e) {
            throw new IllegalStateException(NAME + " is not there", e);
        }
    }
}
