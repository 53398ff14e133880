package org.gatepost.ee.inbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.gatepost.ee.store.StoredMessage;
import org.junit.jupiter.api.Test;

class WaitingMessagesTest {

    private static final int MIB = 1 << 20;

    private final WaitingMessages waiting = new WaitingMessages(() -> false);

    private static WaitingMessage ofOctets(int octets) {
        return new WaitingMessage(new StoredMessage(null, Optional.of(new byte[octets]), true));
    }

    @Test
    void aGroupHasAtMost64Messages() throws InterruptedException {
        for (int i = 0; i < 65; i++) {
            assertTrue(waiting.offer(ofOctets(1)));
        }
        assertEquals(64, waiting.takeGroup().size());
        assertEquals(1, waiting.takeGroup().size());
    }

    @Test
    void aGroupHasAtMost4MebibytesUnlessOneMessageHasMore() throws InterruptedException {
        waiting.offer(ofOctets(3 * MIB));
        waiting.offer(ofOctets(MIB));
        waiting.offer(ofOctets(1));
        waiting.offer(ofOctets(5 * MIB));
        assertEquals(2, waiting.takeGroup().size());
        assertEquals(1, waiting.takeGroup().size());
        assertEquals(1, waiting.takeGroup().size());
    }

    @Test
    void contentWrittenBeforeDoesNotCount() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            waiting.offer(new WaitingMessage(new StoredMessage(null, Optional.empty(), true)));
        }
        assertEquals(3, waiting.takeGroup().size());
    }

    @Test
    void whatWasWithdrawnIsNotTaken() throws InterruptedException {
        WaitingMessage gone = ofOctets(1);
        WaitingMessage there = ofOctets(1);
        waiting.offer(gone);
        waiting.offer(there);
        assertTrue(gone.withdraw());
        assertEquals(List.of(there), waiting.takeGroup());
        assertFalse(there.withdraw());
    }

    @Test
    void takesNoMoreThanItsLimits() {
        for (int i = 0; i < WaitingMessages.MESSAGES_MAX; i++) {
            assertTrue(waiting.offer(ofOctets(0)));
        }
        assertFalse(waiting.offer(ofOctets(0)));
        WaitingMessages octets = new WaitingMessages(() -> false);
        assertTrue(octets.offer(ofOctets((int) WaitingMessages.OCTETS_MAX)));
        assertFalse(octets.offer(ofOctets(1)));
    }

    @Test
    void handsOutWhatWaitsAfterItWasClosed() throws InterruptedException {
        waiting.offer(ofOctets(1));
        waiting.close();
        assertFalse(waiting.offer(ofOctets(1)));
        assertEquals(1, waiting.takeGroup().size());
        assertTrue(waiting.takeGroup().isEmpty());
    }

    @Test
    void whileManyComeAWriterWaitsUntilItsGroupIsWorthATransaction() throws Exception {
        WaitingMessages patient = new WaitingMessages(Duration.ofHours(1)::toNanos);
        offer(patient, WaitingMessages.DENSE_MESSAGES_MIN);
        assertEquals(WaitingMessages.DENSE_MESSAGES_MIN, patient.takeGroup().size());
        offer(patient, 1);
        CompletableFuture<Integer> next = groupOf(patient);
        offer(patient, WaitingMessages.WORTHWHILE_MESSAGES_MIN - 1);
        assertEquals(WaitingMessages.WORTHWHILE_MESSAGES_MIN, next.get());
    }

    @Test
    void aMessageThatComesAloneDoesNotWaitForOthers() throws InterruptedException {
        WaitingMessages patient = new WaitingMessages(Duration.ofHours(1)::toNanos);
        for (int i = 0; i < 3; i++) {
            offer(patient, 1);
            assertEquals(1, patient.takeGroup().size());
        }
    }

    @Test
    void aWriterThatWaitsForMoreGoesOnWhenNoMoreCome() throws Exception {
        WaitingMessages patient = new WaitingMessages(Duration.ofHours(1)::toNanos);
        offer(patient, WaitingMessages.DENSE_MESSAGES_MIN);
        patient.takeGroup();
        offer(patient, 1);
        CompletableFuture<Integer> next = groupOf(patient);
        patient.close();
        assertEquals(1, next.get());
    }

    @Test
    void whatCameTooLongAgoIsWithdrawnAndNoWriterTakesIt() throws InterruptedException {
        WaitingMessage late = ofOctets(5);
        waiting.offer(late);
        long between = System.nanoTime() + 1;
        assertEquals(List.of(), waiting.withdrawOverdue(late.sinceNanos()));
        assertEquals(List.of(late), waiting.withdrawOverdue(between));
        assertFalse(late.joinGroup());
        WaitingMessage next = ofOctets((int) WaitingMessages.OCTETS_MAX);
        assertTrue(waiting.offer(next), "its octets still count");
        assertEquals(List.of(next), waiting.takeGroup());
    }

    private static void offer(WaitingMessages to, int messages) {
        for (int i = 0; i < messages; i++) {
            assertTrue(to.offer(ofOctets(1)));
        }
    }

    private static CompletableFuture<Integer> groupOf(WaitingMessages from) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return from.takeGroup().size();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
