package org.gatepost.ee.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.SqlWork;
import org.gatepost.ee.store.StoreException;
import org.gatepost.ee.store.Transactions;
import org.gatepost.mail.QueueId;
import org.junit.jupiter.api.Test;

class LargeContentsTest {

    private final QueueId id = new QueueId(UUID.fromString("00000000-0000-7000-8000-000000000001"));

    /** Pieces of 2 MiB and a little more. */
    private static ByteArrayInputStream twoPieces() {
        return new ByteArrayInputStream(new byte[8 * ContentChunks.CHUNK_OCTETS + 1]);
    }

    /** Counts, and stores nothing. */
    private static class Counted implements Transactions {

        private int done;

        @Override
        public <T> T inOne(SqlWork<T> work) {
            done++;
            return null;
        }
    }

    @Test
    void aPieceThatHasNoTurnInTimeIsNotStored() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        LargeContents contents = new LargeContents(new Transactions() {
            @Override
            public <T> T inOne(SqlWork<T> work) {
                inside.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return null;
            }
        }, 0);
        Thread first = Thread.ofVirtual().start(() -> write(contents));
        inside.await();
        assertThrows(StoreException.class, () -> contents.write(id, twoPieces()));
        leave.countDown();
        first.join();
    }

    private void write(LargeContents contents) {
        try {
            contents.write(id, twoPieces());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void eachPieceHasATurnOfItsOwnAndGivesItBack() throws IOException {
        Counted counted = new Counted();
        LargeContents contents = new LargeContents(counted, 0);
        contents.write(id, twoPieces());
        contents.write(id, twoPieces());
        assertEquals(4, counted.done);
    }

    @Test
    void aPieceThatFailsGivesItsTurnBack() throws IOException {
        Counted counted = new Counted() {
            @Override
            public <T> T inOne(SqlWork<T> work) {
                if (super.done == 0) {
                    super.inOne(work);
                    throw new StoreException("refused", null);
                }
                return super.inOne(work);
            }
        };
        LargeContents contents = new LargeContents(counted, 0);
        assertThrows(StoreException.class, () -> contents.write(id, twoPieces()));
        contents.write(id, twoPieces());
        assertEquals(3, counted.done);
    }
}
