package org.gatepost.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.AttemptOutcome.Success;
import org.gatepost.queue.Decided;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Q03 reports made at acceptance")
class AcceptanceReportsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Mailbox SENDER = new Mailbox("a", "remote.example");
    private static final Route STORE = new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs");
    private static final Route REMOTE = new Route(new ChannelName("tcp_local"), "tcp_local");
    private static final RcptParameters SUCCESS = new RcptParameters(Set.of(Notify.SUCCESS), Optional.empty());

    private final List<NewMessage> stored = new ArrayList<>();
    private final List<DsnReport> reports = new ArrayList<>();
    private Match<List<Routing.Destination>> way = new Match.Found<>(List.of(new Routing.Destination(SENDER, REMOTE)));
    private Set<String> marks = Set.of();

    @Test
    void whereNothingIsDecidedTheMessagePassesAsItIs() {
        NewMessage message = message(List.of());
        acceptance().accept(message);
        assertSame(message, stored.getFirst());
    }

    @Test
    void tellsTheSenderThatAnAliasWasExpandedWithTheMessageItself() {
        NewMessage kept = accept(taken("team", Success.EXPANDED));
        assertEquals(1, kept.reports().size());
        assertEquals(Action.EXPANDED, reports.getFirst().action());
        assertEquals("2.1.5", reports.getFirst().recipients().getFirst().status().toString());
        assertEquals("team@example.com", reports.getFirst().recipients().getFirst().finalRecipient().address());
        assertEquals(Optional.empty(), reports.getFirst().recipients().getFirst().remoteMta());
        assertTrue(kept.reports().getFirst().message().envelope().reversePath().isNull());
        assertEquals(List.of(TraceEvent.Kind.ACCEPT, TraceEvent.Kind.HOLD, TraceEvent.Kind.DSN), kinds(kept));
        assertEquals(List.of(), kept.decided());
        assertEquals(2, kept.entries().getFirst().recipients().size());
    }

    @Test
    void tellsOfListsAndAliasesApart() {
        accept(taken("team", Success.EXPANDED), taken("list", Success.DELIVERED), taken("more", Success.EXPANDED));
        assertEquals(List.of(Action.DELIVERED, Action.EXPANDED), reports.stream().map(DsnReport::action).sorted().toList());
        assertEquals(2, reports.stream().filter(report -> report.action() == Action.EXPANDED).findFirst().orElseThrow().recipients().size());
    }

    @Test
    void aSuccessThatCannotBeReportedNowHoldsNothingUp() {
        way = new Match.Unavailable<>("no answer");
        NewMessage kept = accept(taken("team", Success.EXPANDED));
        assertEquals(List.of(), kept.reports());
        assertEquals(List.of(TraceEvent.Kind.ACCEPT, TraceEvent.Kind.HOLD, TraceEvent.Kind.NO_DSN), kinds(kept));
    }

    @Test
    @DisplayName("Q10 a refused copy is reported instead of held")
    void q10ARefusedCopyIsReportedInsteadOfHeld() {
        NewMessage kept = accept(refused("grace", Replies.TOO_LARGE_FOR_RECIPIENT));
        assertEquals(Action.FAILED, reports.getFirst().action());
        assertEquals("5.2.3", reports.getFirst().recipients().getFirst().status().toString());
        assertEquals(List.of("alice@example.com"), addresses(kept));
        assertEquals(List.of(TraceEvent.Kind.ACCEPT, TraceEvent.Kind.FAIL, TraceEvent.Kind.DSN), kinds(kept));
        assertEquals("ActualSize: too large", kept.trace().get(1).reason());
    }

    @Test
    void aSenderWhoProbablyDidNotWriteItIsNotToldOfARefusalBeforeSomebodyLooked() {
        marks = Set.of("spf:fail");
        NewMessage kept = accept(refused("grace", Replies.TOO_LARGE_FOR_RECIPIENT));
        assertInstanceOf(RecipientState.Held.class, kept.reports().getFirst().entries().getFirst().recipients().getFirst().state());
        assertEquals(List.of("alice@example.com"), addresses(kept));
        assertEquals(TraceEvent.Kind.NO_DSN, kept.trace().getLast().kind());
    }

    @Test
    void aRefusalThatCannotBeReportedNowStaysHeld() {
        way = new Match.Unavailable<>("no answer");
        NewMessage kept = accept(refused("grace", Replies.TOO_LARGE_FOR_RECIPIENT));
        assertEquals(List.of(), kept.reports());
        assertEquals(List.of("alice@example.com", "grace@example.com"), addresses(kept));
        assertEquals(List.of(TraceEvent.Kind.ACCEPT, TraceEvent.Kind.HOLD), kinds(kept));
    }

    @Test
    void whatIsRefusedForNowIsNoFailureAndStaysHeld() {
        NewMessage kept = accept(refused("grace", Replies.DIRECTORY_UNAVAILABLE));
        assertEquals(List.of(), kept.reports());
        assertEquals(2, addresses(kept).size());
    }

    private static Decided refused(String local, Reply reply) {
        return new Decided(recipient(local, RcptParameters.NONE), new AttemptOutcome.Answer(reply, "ActualSize: too large", false, true), Success.DELIVERED);
    }

    private static List<String> addresses(NewMessage message) {
        return message.entries().stream().flatMap(entry -> entry.recipients().stream()).map(each -> each.recipient().address().address()).toList();
    }

    private NewMessage accept(Decided... decided) {
        assertInstanceOf(Receipt.Accepted.class, acceptance().accept(message(List.of(decided))));
        return stored.getLast();
    }

    private static Decided taken(String local, Success success) {
        return new Decided(recipient(local, SUCCESS), new AttemptOutcome.Answer(Replies.RECIPIENT_CONTENT_OK, "expansion", false, true), success);
    }

    private static Recipient recipient(String local, RcptParameters parameters) {
        return new Recipient(new Mailbox(local, "example.com"), ForwardPath.of(local, "example.com"), parameters);
    }

    /** To alice, who gets it, and grace, whose copy is held. */
    private NewMessage message(List<Decided> decided) {
        Origin.Client client = new Origin.Client(IpAddress.parse("192.0.2.9"), 4711, new Hello("client.example", true), Optional.empty(), Optional.empty());
        MemoryContent content = new MemoryContent("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        QueuedMessage message = new QueuedMessage(QueueId.make(NOW, new Random(1)), new Envelope(ReversePath.of(SENDER), MailParameters.NONE), content.size(),
                HeaderEdits.NONE, new Origin("s1", 1, Optional.of(client), REMOTE.channel()), 1, marks);
        List<QueuedRecipient> recipients = List.of(new QueuedRecipient(0, recipient("alice", RcptParameters.NONE), new RecipientState.Waiting()),
                new QueuedRecipient(1, recipient("grace", RcptParameters.NONE), new RecipientState.Held("ActualSize", "too large")));
        List<TraceEvent> trace = List.of(TraceEvent.of(TraceEvent.Kind.ACCEPT, NOW, ""),
                TraceEvent.of(TraceEvent.Kind.HOLD, NOW, "ActualSize: too large").withRecipient("grace@example.com"));
        return new NewMessage(message, content, List.of(QueueEntry.fresh(new UUID(1, 2), STORE, recipients)), trace, decided, List.of());
    }

    private AcceptanceReports acceptance() {
        Aftermath aftermath = new Aftermath("gate.example", address -> way, (report, original, size) -> {
            reports.add(report);
            return "report\r\n".getBytes(StandardCharsets.US_ASCII);
        }, ReturnLimits.DEFAULT, Backscatter.DEFAULT, new Random(2));
        return new AcceptanceReports(message -> {
            stored.add(message);
            return new Receipt.Accepted("Q1");
        }, aftermath, name -> channel(name), () -> NOW);
    }

    private static Channel channel(ChannelName name) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 100, 1 << 18, BareLineFeed.NORMALIZE, false,
                Optional.of(NextHop.parse("smtp://127.0.0.1:25")), durations("PT5S"), durations("PT1H", "P2D"), 4);
    }

    private static List<Duration> durations(String... texts) {
        return Arrays.stream(texts).map(Duration::parse).toList();
    }

    private static List<TraceEvent.Kind> kinds(NewMessage message) {
        return message.trace().stream().map(TraceEvent::kind).toList();
    }
}
