package org.gatepost.admin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.gatepost.ee.admin.ActionResult;
import org.gatepost.ee.admin.QueueAction;
import org.junit.jupiter.api.Test;

class ActionWordsTest {

    @Test
    void anActionNamesWhatItWillDoToHowMany() {
        assertEquals("Hold 1 entry", ActionWords.proposal(QueueAction.HOLD, 1, false));
        assertEquals("Delete 12,480 entries (all that match)", ActionWords.proposal(QueueAction.DELETE, 12_480, true));
    }

    @Test
    void theResultCountsWhatWasLeftAlone() {
        assertEquals("3 entries held. 1 entry in delivery right now: try again.", ActionWords.result(QueueAction.HOLD, new ActionResult(3, 1, 0, true)));
    }

    @Test
    void whatEnginesWereTaughtByAReleaseIsSaidWithIt() {
        assertEquals("1 entry released. rspamd learnt that 1 message is no spam.",
                ActionWords.result(QueueAction.RELEASE, new ActionResult(1, 0, 0, true, List.of("rspamd learnt that 1 message is no spam."))));
    }
}
