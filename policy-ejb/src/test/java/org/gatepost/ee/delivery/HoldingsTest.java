package org.gatepost.ee.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.QueueEntry;
import org.junit.jupiter.api.Test;

class HoldingsTest {

    private final Holdings holdings = new Holdings(DeliveryLimits.DEFAULT);
    private final Share share = new Share(DeliveryLimits.DEFAULT, holdings);

    private DeliveryTask task(int recipients) {
        return new DeliveryTask(Entries.to(Entries.route("remote.example"), recipients), share, Optional.empty(), 1, 0);
    }

    @Test
    void fewEntriesOfManyRecipientsFillItAsWell() {
        DeliveryTask thousand = task(1_000);
        holdings.took(thousand, 0);
        assertEquals(DeliveryLimits.DEFAULT.entriesMax() - 200, holdings.free());
        assertEquals(1, holdings.entries());
        for (int i = 1; i < DeliveryLimits.DEFAULT.entriesMax() / 200; i++) {
            holdings.took(task(1_000), 0);
        }
        assertEquals(0, holdings.free());
        assertEquals(0, share.room(false, 0));
        holdings.gave(thousand);
        assertEquals(200, holdings.free());
    }

    @Test
    void editsThatAreLargeTakePlacesAsWell() {
        ClaimedEntry plain = Entries.to(Entries.route("remote.example"), 1);
        QueueEntry entry = plain.entry();
        HeaderEdits large = HeaderEdits.NONE.prepend("x".repeat(3 * Holdings.EDIT_CHARACTERS_A_PLACE));
        ClaimedEntry converted = new ClaimedEntry(QueueEntry.fresh(entry.id(), entry.route(), entry.recipients(), Optional.empty(), Optional.of(large)), plain.message());
        assertEquals(4, Holdings.places(new DeliveryTask(converted, share, Optional.empty(), 1, 0)));
    }

    @Test
    void anEntryOfAFewTakesOnePlace() {
        assertEquals(1, Holdings.places(task(0)));
        assertEquals(1, Holdings.places(task(Holdings.RECIPIENTS_A_PLACE)));
        assertEquals(2, Holdings.places(task(Holdings.RECIPIENTS_A_PLACE + 1)));
    }
}
