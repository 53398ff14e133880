package org.gatepost.ee.store;

import jakarta.enterprise.context.ApplicationScoped;

/** Which life of this node this is: the id its leases carry. Changes only when a lease was lost. Safe for use by many threads. */
@ApplicationScoped
public class Incarnation {

    private volatile long id;

    /** The id, as in the table incarnation; 0 before the database was reached. */
    public long id() {
        return id;
    }

    /** Says which life it is from now on. */
    public void becomes(long newId) {
        id = newId;
    }
}
