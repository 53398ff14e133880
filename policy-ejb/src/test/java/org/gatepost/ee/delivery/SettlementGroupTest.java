package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.Test;

/** Nobody writes here: what is added stays unwritten. */
class SettlementGroupTest {

    private static final Reply OK = Reply.of(250, "2.0.0", "ok");

    private final SettlementGroup settlements = new SettlementGroup(new FakeStore(), task -> { });

    @Test
    void noAttemptBeginsWhile200CopiesAreSentAndNotWritten() throws InterruptedException {
        add(SettlementGroup.SENT_MAX - 1, Map.of(0, new RecipientState.Sent(OK)), List.of());
        assertTrue(hasRoom());
        add(1, Map.of(0, new RecipientState.Sent(OK)), List.of());
        assertMustWait();
    }

    @Test
    void noAttemptBeginsWhile2000SettlementsOfAnyKindWait() throws InterruptedException {
        add(SettlementGroup.WAITING_MAX - 1, Map.of(), List.of());
        assertTrue(hasRoom());
        add(1, Map.of(), List.of());
        assertMustWait();
    }

    @Test
    void noAttemptBeginsWhile32MebibytesOfReportsWait() throws InterruptedException {
        add(1, Map.of(), List.of(report((int) SettlementGroup.REPORT_OCTETS_MAX - 1)));
        assertTrue(hasRoom());
        add(1, Map.of(), List.of(report(1)));
        assertMustWait();
    }

    private void add(int count, Map<Integer, RecipientState> states, List<NewMessage> reports) {
        for (int i = 0; i < count; i++) {
            ClaimedEntry entry = Entries.to(Entries.route("x.example"), 1);
            settlements.add(new DeliveryTask(entry, new Share(DeliveryLimits.DEFAULT, new Holdings(DeliveryLimits.DEFAULT)), Optional.empty(), 1, 0),
                    new Settlement(entry, states, Optional.empty(), 1, 0, "", reports, List.of()));
        }
    }

    private static NewMessage report(int octets) {
        ClaimedEntry entry = Entries.to(Entries.route("x.example"), 1);
        return new NewMessage(entry.message(), new MemoryContent(new byte[octets]), List.of(entry.entry()), List.of());
    }

    private boolean hasRoom() throws InterruptedException {
        return settlements.awaitRoom();
    }

    /** Who would wait hears of the interrupt at once. */
    private void assertMustWait() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, this::hasRoom);
    }
}
