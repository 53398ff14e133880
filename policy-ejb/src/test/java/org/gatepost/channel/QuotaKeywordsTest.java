package org.gatepost.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.gatepost.channel.QuotaStatus.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaKeywordsTest {

    @Test
    void aChannelSaysWhereItsStoreIsAskedAndWhatThatMeans() {
        assertEquals(QuotaKeywords.DEFAULT, quota(""));
        assertEquals(new QuotaKeywords(Optional.of(new QuotaKeywords.Service("store.example", 12340)), true, true), quota("quotastatus store.example 12340 quotapermanent quotaignore"));
        assertEquals(QuotaKeywords.DEFAULT, quota("quotastatus 127.0.0.1 1 quotapermanent quotaignore quotatemporary quotadefer noquotastatus"));
        assertEquals("::1:65535", quota("quotastatus ::1 65535").service().orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quotastatus store", "quotastatus store 0", "quotastatus store 65536", "quotastatus store x", "quotastatus a/b 1"})
    void aPlaceThatIsNoneRefusesTheVersion(String text) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> quota(text)).getMessage().startsWith("keyword quotastatus"));
    }

    @ParameterizedTest
    @CsvSource({"DUNNO,Room", "OK,Room", "ok fine,Room", "552 5.2.2 mailbox is full,Full", "452 4.2.2 full,Full", "552 Quota exceeded,Full", "452 later,Full",
            "552 5.2.3 too large,TooLarge", "552 5.3.4 too large,Unknown", "REJECT no such mailbox,Unknown", "DEFER_IF_PERMIT Temporary internal error,Unknown",
            "550 5.1.1 nobody,Unknown", "451 4.3.0 later,Unknown", "'',Unknown", "5522 5.2.2 x,Unknown"})
    void onlyWhatIsSaidOfRoomIsAnAnswer(String action, String answer) {
        assertEquals(answer, Answer.of(action).getClass().getSimpleName());
    }

    @Test
    void ofALongAnswerTheBeginningIsKept() {
        assertEquals(new Answer.Full("552 5.2.2 " + "x".repeat(Answer.SAID_MAX - 10)), Answer.of("552 5.2.2 " + "x".repeat(Answer.SAID_MAX)));
    }

    private static QuotaKeywords quota(String text) {
        return ChannelKeywords.parse(text).transport().quota();
    }
}
