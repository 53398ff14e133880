package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.EntryWishes;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.Ret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts want of the envelope of what they send on (RFC 6009). */
class RedirectWishesTest {

    private static final String TEXT = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nMessage-ID: <1@remote.example>\r\n\r\nText.\r\n";
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-27T12:00:00+01:00");

    private final ScriptedGate gate = new ScriptedGate();

    @Test
    void v01OneCopysEnvelopeSaysWhatItsScriptWantsAndTheOthersWhatTheSenderDid() {
        gate.script("judy", "require [\"redirect-dsn\", \"redirect-deliverby\", \"copy\"]; redirect :copy :notify \"DELAY,FAILURE\" :ret \"HDRS\" :bytimerelative 600 :bymode \"return\""
                + " :bytrace \"out@remote.example\";");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        QueueEntry own = entry(message, "judy@example.com");
        QueueEntry sentOn = entry(message, "out@remote.example");
        assertEquals(EntryWishes.NONE, own.wishes());
        assertEquals(Set.of(), own.recipients().getFirst().recipient().parameters().notifyOn());
        assertEquals(Set.of(Notify.DELAY, Notify.FAILURE), sentOn.recipients().getFirst().recipient().parameters().notifyOn());
        MailParameters parameters = new ClaimedEntry(sentOn, message.message()).message().envelope().parameters();
        assertEquals(Optional.of(Ret.HDRS), parameters.ret());
        assertEquals(Optional.of(new DeliverBy(600, DeliverBy.Mode.RETURN, true)), parameters.handling().deliverBy());
        assertEquals(message.message(), new ClaimedEntry(own, message.message()).message());
    }

    @Test
    void v01WishesAreKeptByAScriptBehindTheOneThatHadThemUnlessItHasOthers() {
        gate.script("judy", "require \"redirect-dsn\"; redirect :notify \"NEVER\" :ret \"full\" \"bob@example.com\";");
        gate.script("bob", "require \"redirect-dsn\"; redirect :ret \"hdrs\" \"out@remote.example\";");
        QueueEntry sentOn = entry(gate.send(TEXT, "judy@example.com"), "out@remote.example");
        assertEquals(Optional.of(Ret.HDRS), sentOn.wishes().ret());
        assertEquals(Set.of(Notify.NEVER), sentOn.recipients().getFirst().recipient().parameters().notifyOn());
    }

    @Test
    void v01WhatNoEnvelopeCanSayIsNotSentOnAndNotLost() {
        gate.script("judy", "require [\"redirect-dsn\", \"variables\"]; set \"when\" \"NEVER,DELAY\"; redirect :notify \"${when}\" \"out@remote.example\";");
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy@example.com"), ScriptsAtTheGateTest.addresses(message));
        assertTrue(gate.lastScripts().contains("which is not done: no NOTIFY of an envelope: NEVER,DELAY; kept"), gate.lastScripts());
    }

    @Test
    void v01ATimeOfTheClockIsSecondsFromNow() {
        assertEquals(Optional.of(new DeliverBy(3_600, DeliverBy.Mode.NOTIFY, false)),
                RedirectWishes.of(Map.of("bytimeabsolute", "2026-11-27T12:00:00Z"), NOW).entry().deliverBy());
        assertEquals(Optional.of(new DeliverBy(-3_600, DeliverBy.Mode.NOTIFY, false)),
                RedirectWishes.of(Map.of("bytimeabsolute", "2026-11-27T11:00:00+01:00"), NOW).entry().deliverBy());
        assertEquals(RedirectWishes.NONE, RedirectWishes.of(Map.of(), NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            notify | SOMETIMES
            notify | ''
            ret | HALF
            bytimeabsolute | tomorrow
            bytimerelative | 1000000000
            """)
    void v01NothingElseIsAnEnvelopes(String name, String value) {
        assertThrows(IllegalArgumentException.class, () -> RedirectWishes.of(Map.of(name, value), NOW));
    }

    @Test
    void v01WhatIsToBeReturnedByATimeThatIsOverIsNoWish() {
        assertThrows(IllegalArgumentException.class, () -> RedirectWishes.of(Map.of("bytimeabsolute", "2026-11-27T12:00:00+01:00", "bymode", "return"), NOW));
    }

    private static QueueEntry entry(NewMessage message, String address) {
        return message.entries().stream().filter(entry -> entry.recipients().getFirst().recipient().address().address().equals(address)).findFirst().orElseThrow();
    }
}
