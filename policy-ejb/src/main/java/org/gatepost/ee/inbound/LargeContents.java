package org.gatepost.ee.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.SqlWork;
import org.gatepost.ee.store.StoreException;
import org.gatepost.ee.store.Transactions;
import org.gatepost.mail.QueueId;

/**
 * Writes contents too large for a group, of all sessions together only so many pieces at once: a commit waits until everything before it in the database's log
 * is on the disk, so that a small message would wait for the pieces of every large one. Fair, and safe for use by many threads.
 */
final class LargeContents {

    /** Transactions open at once. */
    static final int WRITERS = 1;

    private final Transactions transactions;
    private final Semaphore turns = new Semaphore(WRITERS, true);
    private final long patienceSeconds;

    /** @param patienceSeconds how long a piece waits for its turn; after it the content is not stored */
    LargeContents(Transactions transactions, long patienceSeconds) {
        this.transactions = transactions;
        this.patienceSeconds = patienceSeconds;
    }

    /**
     * See {@link ContentChunks#write}.
     *
     * @throws IOException the content cannot be read
     * @throws StoreException a piece cannot be written, or had to wait too long for its turn
     */
    void write(QueueId id, InputStream content) throws IOException {
        ContentChunks.write(this::inTurn, id, content);
    }

    private <T> T inTurn(SqlWork<T> work) {
        try {
            if (!turns.tryAcquire(patienceSeconds, TimeUnit.SECONDS)) {
                throw new StoreException("a piece of a content had no turn within " + patienceSeconds + " s", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("stopped while waiting for a turn", e);
        }
        try {
            return transactions.inOne(work);
        } finally {
            turns.release();
        }
    }
}
