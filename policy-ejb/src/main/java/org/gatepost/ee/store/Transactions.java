package org.gatepost.ee.store;

/** Runs work in a database transaction of its own, whatever the caller is in; it has committed when the call returns. Safe for use by many threads. */
public interface Transactions {

    /**
     * Runs it. A {@link StoreException} (or another unchecked one) thrown before the work ended means that nothing was done; one thrown after it ended
     * means that the commit failed or that its outcome is not known.
     */
    <T> T inOne(SqlWork<T> work);
}
