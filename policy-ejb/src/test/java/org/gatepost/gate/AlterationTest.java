package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.gate.AcceptedRecipient.Alteration;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.EntryWishes;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.junit.jupiter.api.Test;

class AlterationTest {

    /** Whoever changes a copy further leaves what a script wants of its envelope. */
    @Test
    void whatChangesOneThingOfACopyKeepsTheOthers() {
        RedirectWishes wishes = RedirectWishes.of(Map.of("notify", "NEVER", "ret", "HDRS"), ZonedDateTime.parse("2026-11-27T12:00:00Z"));
        Alteration own = new Alteration(HeaderEdits.NONE.prepend("X-A: a\r\n"), Optional.empty(), "Folder", wishes);
        Alteration changed = own.and(new HeaderEdits(List.of(new HeaderEdits.Patch(9, 0, "X-B: b\r\n")))).sentBy(ReversePath.NULL);
        assertEquals(2, changed.edits().patches().size());
        assertEquals(Optional.of(ReversePath.NULL), changed.reversePath());
        assertEquals("Folder", changed.folder());
        assertEquals(wishes, changed.wishes());
        assertEquals(Optional.of(Set.of(Notify.NEVER)), wishes.notifyOn());
        assertEquals(new EntryWishes(Optional.of(Ret.HDRS), Optional.empty()), changed.wishes().entry());
        assertEquals(Alteration.NONE, Alteration.NONE.and(HeaderEdits.NONE));
    }
}
