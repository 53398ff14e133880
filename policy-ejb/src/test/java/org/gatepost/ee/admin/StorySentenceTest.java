package org.gatepost.ee.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

class StorySentenceTest {

    private static final Instant THEN = Instant.parse("2026-11-23T15:00:00Z");

    @Test
    void saysDelivered() {
        assertEquals("Delivered to bob@example.com.", StorySentence.of(List.of(), List.of(line("accept", "", "", ""), line("deliver", "bob@example.com", "250 2.1.5 ok", ""))));
    }

    @Test
    void namesThreeRecipientsOfOneFateAndCountsTheRest() {
        List<StoryLine> lines = List.of(line("deliver", "a@x", "", ""), line("deliver", "b@x", "", ""), line("deliver", "c@x", "", ""), line("deliver", "d@x", "", ""));
        assertEquals("Delivered to a@x, b@x, c@x and 1 more.", StorySentence.of(List.of(), lines));
    }

    @Test
    void saysWhatIsOpenBeforeWhatIsDone() {
        List<StoryLine> lines = List.of(line("deliver", "bob@x", "", ""), line("defer", "alice@x", "451 4.3.0 later", ""));
        assertEquals("Waiting for alice@x: the next hop said 451 4.3.0 later. Delivered to bob@x.",
                StorySentence.of(List.of(copy("alice@x", "waiting", "", "", "451 4.3.0 later"), copy("bob@x", "sent", "", "", "")), lines));
    }

    @Test
    void saysWhoHoldsAndWhy() {
        assertEquals("Held by admin for alice@x: looks odd.", StorySentence.of(List.of(copy("alice@x", "held", "admin", "looks odd", "")), List.of()));
    }

    @Test
    void lastFateOfARecipientCounts() {
        List<StoryLine> lines = List.of(line("hold", "a@x", "", "held by admin"), line("fail", "a@x", "550 5.1.1 no such user", ""));
        assertEquals("Failed for a@x: 550 5.1.1 no such user.", StorySentence.of(List.of(), lines));
    }

    @Test
    void replyWithAPercentSignIsNotTakenForARecipient() {
        List<StoryLine> lines = List.of(line("fail", "a@x", "552 5.2.2 quota 100% full", ""));
        assertEquals("Failed for a@x: 552 5.2.2 quota 100\uFF05 full.", StorySentence.of(List.of(), lines));
    }

    @Test
    void saysThatNothingIsKnown() {
        assertEquals("Nothing is known of this message: it never was, or its trace has gone.", StorySentence.of(List.of(), List.of()));
    }

    private static StoryLine line(String kind, String recipient, String reply, String reason) {
        return new StoryLine(THEN, kind, "node-1", "", recipient, reply, reason, Map.of());
    }

    private static CopyState copy(String address, String state, String by, String text, String lastReply) {
        return new CopyState(new UUID(0, 1), address, address, "tcp_lmtpcs", "tcp_lmtpcs", state, by, text, 0, Optional.empty(), false, false, lastReply);
    }
}
