package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import org.gatepost.channel.QueueKeywords.Pool;
import org.gatepost.channel.QueueKeywords.PostmasterCopy;
import org.gatepost.mail.Priority;
import org.junit.jupiter.api.Test;

class QueueKeywordsTest {

    @Test
    void aChannelThatSaysNothingHasNoTimesOfItsOwnAndTellsThePostmasterOfDoubleBouncesOnly() {
        assertEquals(new QueueKeywords(Optional.empty(), Map.of(), Map.of(), OptionalInt.empty(), PostmasterCopy.ERRORS, PostmasterCopy.NEVER, true, QueueKeywords.RefusedCopies.HOLD, false),
                queue("maytlsserver"));
    }

    @Test
    void c20c21EachKeywordSaysWhatItIsFor() {
        QueueKeywords keywords = queue("pool SMTP_POOL 20 urgentbackoff PT1M PT5M \"PT10M\" nonurgentnotices P1D P7D holdlimit 50 copysendpost warnpost postheadbody");
        assertEquals(Optional.of(new Pool("SMTP_POOL", 20)), keywords.pool());
        assertEquals(List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(10)), keywords.backoff().get(Priority.URGENT));
        assertEquals(List.of(Duration.ofDays(1), Duration.ofDays(7)), keywords.notices().get(Priority.NONURGENT));
        assertEquals(OptionalInt.of(50), keywords.holdLimit());
        assertEquals(PostmasterCopy.COPY, keywords.failures());
        assertEquals(PostmasterCopy.ALWAYS, keywords.warnings());
        assertEquals(false, keywords.headersOnly());
        assertEquals(PostmasterCopy.NEVER, queue("sendpost nosendpost").failures());
        assertEquals(QueueKeywords.RefusedCopies.REPORT, queue("refusedcopies report").refusedCopies());
        assertEquals(QueueKeywords.RefusedCopies.HOLD, queue("refusedcopies discard refusedcopies hold").refusedCopies());
    }

    @Test
    void whatIsWrongIsNamed() {
        assertEquals("keyword pool needs 2 arguments", fault("pool X"));
        assertEquals("keyword pool: not a number from 1 to 10000: 10001", fault("pool X 10001"));
        assertEquals("keyword refusedcopies: not hold, report or discard: bounce", fault("refusedcopies bounce"));
        assertEquals("keyword holdlimit: not a number from 1 to 1000000: 0", fault("holdlimit 0"));
        assertEquals("keyword urgentbackoff: not a duration such as PT5S or P2D, above zero and at most a year: 30m", fault("urgentbackoff 30m"));
        assertEquals("keyword normalnotices: the ages do not rise: P2D P1D", fault("normalnotices P2D P1D"));
        assertEquals("there is no keyword p6d", fault("normalnotices P1D P2D P3D P4D P5D P6D"));
    }

    private static QueueKeywords queue(String text) {
        return ChannelKeywords.parse(text).transport().queue();
    }

    private static String fault(String text) {
        return assertThrows(IllegalArgumentException.class, () -> ChannelKeywords.parse(text)).getMessage();
    }
}
