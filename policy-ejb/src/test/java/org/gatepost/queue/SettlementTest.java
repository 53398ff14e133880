package org.gatepost.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

/** What is still to be written of an attempt when recipients left the entry while it lasted. */
class SettlementTest {

    private static final QueuedMessage MESSAGE = new QueuedMessage(new QueueId(new UUID(1, 1)), new Envelope(ReversePath.of(new Mailbox("a", "remote.example")),
            new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.empty(), Optional.empty())), 1, HeaderEdits.NONE,
            new Origin("s", 1, Optional.empty(), new ChannelName("tcp_local")), 1, Set.of());
    private static final RecipientState FAILED = new RecipientState.Failed(Reply.of(550, "5.7.1", "no"));
    private static final RecipientState TAKEN = new RecipientState.Held("HopWait", "handed over");

    private static Settlement settlement(List<NewMessage> reports, RecipientState... states) {
        List<QueuedRecipient> recipients = IntStream.range(0, states.length).mapToObj(number -> new QueuedRecipient(number, recipient(number), new RecipientState.Waiting())).toList();
        ClaimedEntry entry = new ClaimedEntry(QueueEntry.fresh(new UUID(1, 2), new Route(new ChannelName("tcp_scan"), ">tcp_local>x"), recipients), MESSAGE);
        Map<Integer, RecipientState> said = IntStream.range(0, states.length).boxed().collect(Collectors.toMap(number -> number, number -> states[number]));
        List<TraceEvent> trace = new ArrayList<>(recipients.stream().map(each -> event(Kind.FAIL).withRecipient(each.recipient().address().address())).toList());
        trace.add(event(Kind.DSN));
        return new Settlement(entry, said, Optional.empty(), 0, 1, "550 no", reports, trace);
    }

    private static Recipient recipient(int number) {
        Mailbox address = new Mailbox("r" + number, "example.com");
        return new Recipient(address, new ForwardPath(address), RcptParameters.NONE);
    }

    private static TraceEvent event(Kind kind) {
        return TraceEvent.of(kind, Instant.EPOCH, "");
    }

    private static NewMessage report() {
        return new NewMessage(MESSAGE, new MemoryContent(new byte[1]), List.of(QueueEntry.fresh(new UUID(1, 3), new Route(new ChannelName("tcp_local"), "x"), List.of())), List.of());
    }

    private static List<String> told(Settlement settlement) {
        return settlement.trace().stream().map(event -> event.recipient().orElse(event.kind().name())).toList();
    }

    @Test
    void isTheSameWhereNobodyLeft() {
        Settlement whole = settlement(List.of(report()), FAILED, FAILED);
        assertSame(whole, whole.onlyFor(Set.of(0, 1)));
    }

    @Test
    void c24SaysNothingOfWhoLeftAndEndsTheEntryForTheRest() {
        Settlement rest = settlement(List.of(), FAILED, FAILED).onlyFor(Set.of(1));
        assertEquals(Map.of(1, FAILED), rest.states());
        assertEquals(List.of("r1@example.com", "DSN"), told(rest));
        assertTrue(rest.finishesEntry());
        assertEquals(1, rest.noticesSent());
    }

    @Test
    void c24WritesNoReportThatTellsOfWhoLeftAndKeepsWhatTheNextHopTook() {
        Settlement rest = settlement(List.of(report()), FAILED, FAILED, TAKEN).onlyFor(Set.of(1, 2));
        assertEquals(Map.of(2, TAKEN), rest.states());
        assertEquals(List.of(), rest.reports());
        assertEquals(List.of("r2@example.com"), told(rest));
        assertEquals(Optional.of(Duration.ZERO), rest.retryAfter());
        assertFalse(rest.finishesEntry());
        assertEquals(List.of(1, 0), List.of(rest.attempts(), rest.noticesSent()), "what was not reported is not counted as reported");
    }
}
