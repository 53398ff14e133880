package org.gatepost.dsn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.dsn.DsnReport.Action;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.Envelope;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.mail.Origin;
import org.gatepost.mail.QueueId;
import org.gatepost.mail.Recipient;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedMessage;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.Ret;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AftermathTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Mailbox SENDER = new Mailbox("a", "remote.example");
    private static final Route STORE = new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs");
    private static final Route THROUGH_FILTER = Route.through(new ChannelName("tcp_lmtpcs"), STORE);
    private static final Route REMOTE = new Route(new ChannelName("tcp_local"), "remote.example");

    private final List<DsnReport> reports = new ArrayList<>();
    private Match<List<Routing.Destination>> way = new Match.Found<>(List.of(new Routing.Destination(SENDER, REMOTE)));
    private ReversePath reversePath = ReversePath.of(SENDER);
    private MailParameters parameters = MailParameters.NONE;
    private long octets = 100;
    private int attempts;
    private int noticesSent;
    private Duration age = Duration.ofSeconds(3);
    private AttemptOutcome.Success success = AttemptOutcome.Success.DELIVERED;
    private boolean contentUnreadable;
    private boolean nobodyButThePostmaster;
    private Optional<Origin.Client> client = Optional.of(client(Optional.empty()));
    private ChannelName source = new ChannelName("tcp_local");
    private Set<String> marks = Set.of();
    private String keywords = "";
    private Route route = STORE;
    private final List<RcptParameters> wishes = new ArrayList<>();

    @Test
    void writesSentAndTellsNobodyByDefault() {
        Settlement settlement = settle("250 2.0.0 ok");
        assertInstanceOf(RecipientState.Sent.class, settlement.states().get(1));
        assertEquals(Optional.empty(), settlement.retryAfter());
        assertEquals(List.of(), settlement.reports());
        assertEquals(List.of(TraceEvent.Kind.DELIVER), kinds(settlement));
    }

    @Test
    void reportsAPermanentFailure() {
        Settlement settlement = settle("550 5.1.1 nobody", "250 2.0.0 ok");
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        assertInstanceOf(RecipientState.Sent.class, settlement.states().get(2));
        DsnReport report = reports.getFirst();
        assertEquals(SENDER, report.to());
        assertEquals(Ret.FULL, report.returns());
        assertEquals(1, report.recipients().size());
        DsnReport.PerRecipient recipient = report.recipients().getFirst();
        assertEquals(Action.FAILED, recipient.action());
        assertEquals("5.1.1", recipient.status().toString());
        assertEquals(Optional.of("store.example"), recipient.remoteMta());
        assertEquals(NOW.minus(age), report.arrived());
        assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.DELIVER, TraceEvent.Kind.DSN), kinds(settlement));
    }

    @Test
    void sendsTheReportWithTheNullReversePathWhereTheSenderIs() {
        NewMessage message = settle("550 5.1.1 nobody").reports().getFirst();
        assertTrue(message.message().envelope().reversePath().isNull());
        assertEquals(REMOTE, message.entries().getFirst().route());
        assertEquals(SENDER, message.entries().getFirst().recipients().getFirst().recipient().address());
        assertEquals("tcp_local", message.entries().getFirst().route().channel().value());
        assertEquals("process", message.message().origin().sourceChannel().value());
        assertEquals(message.content().size(), message.message().contentOctets());
        assertEquals(TraceEvent.Kind.ACCEPT, message.trace().getFirst().kind());
    }

    @Test
    void splitsAReportWhoseAddressLeadsSeveralWays() {
        way = new Match.Found<>(List.of(new Routing.Destination(SENDER, REMOTE), new Routing.Destination(new Mailbox("b", "example.com"), STORE)));
        assertEquals(List.of(REMOTE, STORE), settle("550 5.1.1 no").reports().getFirst().entries().stream().map(QueueEntry::route).toList());
    }

    @Test
    void triesATemporaryFailureAgain() {
        attempts = 1;
        Settlement settlement = settle("451 4.3.0 later", "250 2.0.0 ok");
        assertEquals(Set.of(2), settlement.states().keySet());
        assertEquals(Optional.of(Duration.ofSeconds(30)), settlement.retryAfter());
        assertEquals(2, settlement.attempts());
        assertEquals("451 4.3.0 later", settlement.lastReply());
        TraceEvent defer = settlement.trace().getFirst();
        assertEquals(TraceEvent.Kind.DEFER, defer.kind());
        assertEquals(2, defer.details().get("attempts"));
        assertEquals("192.0.2.1", defer.details().get("remoteAddress"));
        assertEquals(3.0, defer.details().get("delaySeconds"));
    }

    @Test
    void expiresWhatIsTooOldWithItsOwnStatus() {
        age = Duration.ofDays(2);
        Settlement settlement = settle("451 4.3.0 later");
        assertInstanceOf(RecipientState.Expired.class, settlement.states().get(1));
        assertEquals(Optional.empty(), settlement.retryAfter());
        assertEquals("4.4.7", reports.getFirst().recipients().getFirst().status().toString());
        assertEquals(Action.FAILED, reports.getFirst().recipients().getFirst().action());
    }

    @Test
    void whereBouncesAreSoftNothingIsReturnedButWhatAPersonReturns() {
        keywords = "softbounce";
        Settlement refused = settle("550 5.1.1 nobody", "250 2.0.0 ok");
        assertEquals(Set.of(2), refused.states().keySet());
        assertEquals(List.of(TraceEvent.Kind.DEFER, TraceEvent.Kind.DELIVER), kinds(refused));
        assertTrue(refused.trace().getFirst().reason().endsWith("softbounce returns nothing"), refused.trace().getFirst().reason());
        age = Duration.ofDays(3);
        assertTrue(settle("451 4.3.0 later").retryAfter().isPresent(), "what is too old waits on");
        assertEquals(List.of(), reports);
        assertInstanceOf(RecipientState.Failed.class, settle(Replies.RETURNED_BY_POSTMASTER.toString()).states().get(1));
    }

    @Test
    void tellsOfADelayOncePerNotice() {
        age = Duration.ofMinutes(61);
        Settlement settlement = settle("451 4.3.0 later");
        assertEquals(1, settlement.noticesSent());
        DsnReport report = reports.getFirst();
        assertEquals(Action.DELAYED, report.recipients().getFirst().action());
        assertEquals(Ret.HDRS, report.returns());
        assertEquals(Optional.of(NOW.minus(age).plus(Duration.ofDays(2))), report.recipients().getFirst().willRetryUntil());
        noticesSent = 1;
        assertEquals(List.of(), settle("451 4.3.0 later").reports());
        age = Duration.ofHours(5);
        assertEquals(2, settle("451 4.3.0 later").noticesSent());
    }

    @Test
    @DisplayName("Q02 retry and notices go by priority")
    void q02RetryAndNoticesGoByPriority() {
        keywords = "urgentbackoff PT1S urgentnotices PT10M PT30M nonurgentbackoff PT1H nonurgentnotices P5D";
        marks = Set.of("priority:urgent");
        assertEquals(Optional.of(Duration.ofSeconds(1)), settle("451 4.3.0 later").retryAfter());
        age = Duration.ofMinutes(11);
        settle("451 4.3.0 later");
        assertEquals(Action.DELAYED, reports.getLast().recipients().getFirst().action());
        assertEquals(Optional.of(NOW.plus(Duration.ofMinutes(19))), reports.getLast().recipients().getFirst().willRetryUntil());
        age = Duration.ofMinutes(30);
        assertInstanceOf(RecipientState.Expired.class, settle("451 4.3.0 later").states().get(1));
        marks = Set.of("priority:nonurgent");
        age = Duration.ofDays(4);
        assertEquals(Optional.of(Duration.ofHours(1)), settle("451 4.3.0 later").retryAfter());
        marks = Set.of();
        assertInstanceOf(RecipientState.Expired.class, settle("451 4.3.0 later").states().get(1));
    }

    @Test
    @DisplayName("Q02 what the sender asks for by MT-PRIORITY beats the header and keeps its head start")
    void q02WhatTheSenderAsksForByMtPriorityBeatsTheHeaderAndKeepsItsHeadStart() {
        keywords = "urgentbackoff PT10M urgentnotices PT1H nonurgentbackoff PT50M";
        marks = Set.of("priority:nonurgent");
        assertEquals(Optional.of(Duration.ofMinutes(50)), settle("451 4.3.0 later").retryAfter());
        parameters = MailParameters.NONE.with(Handling.NONE.withPriority(2));
        assertEquals(Optional.of(Duration.ofMinutes(8)), settle("451 4.3.0 later").retryAfter(), "ten minutes less a minute for each step");
        parameters = MailParameters.NONE.with(Handling.NONE.withPriority(9));
        assertEquals(Optional.of(Duration.ofMinutes(5)), settle("451 4.3.0 later").retryAfter(), "but never less than half");
        marks = Set.of("priority:urgent");
        parameters = MailParameters.NONE.with(Handling.NONE.withPriority(-1));
        assertEquals(Optional.of(Duration.ofMinutes(50)), settle("451 4.3.0 later").retryAfter());
        age = Duration.ofHours(2);
        parameters = MailParameters.NONE.with(Handling.NONE.withPriority(1));
        assertInstanceOf(RecipientState.Expired.class, settle("451 4.3.0 later").states().get(1), "urgent notices: the sender hears early");
    }

    @Test
    @DisplayName("Q06 never bounces a bounce but to the postmaster")
    void q06NeverBouncesABounceButToThePostmaster() {
        reversePath = ReversePath.NULL;
        assertEquals(List.of(), settle("550 5.1.1 no").reports(), "somebody else's");
        client = Optional.empty();
        NewMessage ours = settle("550 5.1.1 no").reports().getFirst();
        assertEquals("postmaster@gate.example", reports.getLast().to().address());
        assertTrue(ours.message().envelope().reversePath().isNull());
        assertEquals(Ret.HDRS, reports.getLast().returns());
        marks = ours.message().marks();
        Settlement last = settle("550 5.1.1 no");
        assertEquals(List.of(), last.reports());
        assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.NO_DSN), kinds(last));
        marks = Set.of();
        keywords = "nosendpost";
        assertEquals(List.of(), settle("550 5.1.1 no").reports());
    }

    @Test
    void aSenderWhoTakesNoMailIsADoubleBounceToo() {
        nobodyButThePostmaster = true;
        Settlement settlement = settle("550 5.1.1 no");
        assertEquals("postmaster@gate.example", reports.getLast().to().address());
        assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.DSN), kinds(settlement));
    }

    @Test
    void thePostmasterGetsCopiesWhereTheChannelSaysSo() {
        keywords = "copysendpost postheadbody";
        assertEquals(List.of(SENDER.address(), "postmaster@gate.example"), told(settle("550 5.1.1 no")));
        assertEquals(Ret.FULL, reports.getLast().returns());
        age = Duration.ofMinutes(61);
        assertEquals(List.of(SENDER.address()), told(settle("451 4.3.0 later")));
        keywords = "copywarnpost postheadonly";
        assertEquals(List.of(SENDER.address(), "postmaster@gate.example"), told(settle("451 4.3.0 later")));
        assertEquals(List.of(SENDER.address()), told(settle("550 5.1.1 no")));
        reversePath = ReversePath.NULL;
        keywords = "copysendpost";
        assertEquals(List.of(), told(settle("550 5.1.1 no")));
        keywords = "sendpost";
        assertEquals(List.of("postmaster@gate.example"), told(settle("550 5.1.1 no")));
    }

    @Test
    void aReportTheSenderDidNotEarnIsHeldForReviewAndTheTraceNamesTheRule() {
        for (String mark : List.of("spf:fail", "dmarc:fail", "spam:rspamd", "virus:clamd")) {
            marks = Set.of(mark, "other");
            Settlement settlement = settle("550 5.1.1 no");
            NewMessage report = settlement.reports().getFirst();
            assertEquals(new RecipientState.Held("Backscatter", mark), report.entries().getFirst().recipients().getFirst().state());
            assertEquals(TraceEvent.Kind.HOLD, report.trace().getLast().kind());
            assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.NO_DSN), kinds(settlement));
            assertEquals("Backscatter: " + mark + "; the report is held for review", settlement.trace().getLast().reason());
        }
    }

    @Test
    void whoIsKnownAndWhoFailedNoCheckIsToldAtOnce() {
        for (String mark : List.of("spf:none", "spf:softfail", "spfx:fail", "unscanned:clamd")) {
            marks = Set.of(mark);
            assertTrue(settle("550 5.1.1 no").reports().getFirst().entries().getFirst().isWaiting(), mark);
        }
        marks = Set.of("spf:fail", "spam:x");
        client = Optional.of(client(Optional.of("alice@example.com")));
        assertTrue(settle("550 5.1.1 no").reports().getFirst().entries().getFirst().isWaiting());
        client = Optional.of(client(Optional.empty()));
        source = new ChannelName("tcp_intranet");
        assertTrue(settle("550 5.1.1 no").reports().getFirst().entries().getFirst().isWaiting());
    }

    private List<String> told(Settlement settlement) {
        return reports.subList(reports.size() - settlement.reports().size(), reports.size()).stream().map(report -> report.to().address()).toList();
    }

    @Test
    @DisplayName("Q05 notify never is respected and traced")
    void q05NotifyNeverIsRespectedAndTraced() {
        wish(Notify.NEVER);
        Settlement settlement = settle("550 5.1.1 no");
        assertEquals(List.of(), settlement.reports());
        assertEquals(List.of(TraceEvent.Kind.FAIL), kinds(settlement));
    }

    @Test
    void obeysNotify() {
        wish(Notify.NEVER);
        assertEquals(List.of(), settle("550 5.1.1 no").reports());
        wish(Notify.SUCCESS);
        assertEquals(List.of(), settle("550 5.1.1 no").reports());
        age = Duration.ofMinutes(61);
        wish(Notify.FAILURE);
        assertEquals(List.of(), settle("451 4.3.0 later").reports());
        wish(Notify.DELAY);
        assertEquals(1, settle("451 4.3.0 later").reports().size());
    }

    @Test
    void reportsSuccessAsDeliveredRelayedOrNotAtAll() {
        wish(Notify.SUCCESS);
        settle("250 2.0.0 ok");
        assertEquals(Action.DELIVERED, reports.getLast().recipients().getFirst().action());
        success = AttemptOutcome.Success.RELAYED;
        settle("250 2.0.0 ok");
        assertEquals(Action.RELAYED, reports.getLast().recipients().getFirst().action());
        success = AttemptOutcome.Success.EXPANDED;
        settle("250 2.0.0 ok");
        assertEquals(Action.EXPANDED, reports.getLast().recipients().getFirst().action());
        success = AttemptOutcome.Success.PASSED_ON;
        assertEquals(List.of(), settle("250 2.0.0 ok").reports());
    }

    @Test
    void p18WhoGaveATimeHearsOfEachRelayThatLosesItUnlessHeWantsNoReports() {
        success = AttemptOutcome.Success.RELAYED_BY_TIME;
        for (Notify wish : List.of(Notify.FAILURE, Notify.DELAY, Notify.SUCCESS)) {
            wish(wish);
            assertEquals(1, settle("250 2.0.0 ok").reports().size());
            assertEquals(Action.RELAYED, reports.getLast().recipients().getFirst().action());
        }
        wishes.clear();
        assertEquals(1, settle("250 2.0.0 ok").reports().size());
        wish(Notify.NEVER);
        assertEquals(List.of(), settle("250 2.0.0 ok").reports());
    }

    @Test
    void p18AReportToASenderInUtf8IsSuchMailItself() {
        assertFalse(settle("550 5.1.1 nobody").reports().getFirst().message().envelope().parameters().handling().smtpUtf8());
        reversePath = ReversePath.of(new Mailbox("j\u00fcrgen", "remote.example"));
        assertTrue(settle("550 5.1.1 nobody").reports().getFirst().message().envelope().parameters().handling().smtpUtf8());
    }

    @Test
    void tellsTheNullReversePathNothingAndSaysWhy() {
        reversePath = ReversePath.NULL;
        Settlement settlement = settle("550 5.1.1 no");
        assertEquals(List.of(), settlement.reports());
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        assertEquals(TraceEvent.Kind.NO_DSN, settlement.trace().getLast().kind());
        assertTrue(settlement.trace().getLast().reason().contains("null reverse-path"));
    }

    @Test
    void dropsAReportNobodyCanGet() {
        way = new Match.NotFound<>();
        Settlement settlement = settle("550 5.1.1 no");
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.NO_DSN), kinds(settlement));
    }

    @Test
    void keepsAFailureUntilItsReportCanBeRouted() {
        way = new Match.Unavailable<>("directory down");
        Settlement settlement = settle("550 5.1.1 no", "250 2.0.0 ok");
        assertEquals(Set.of(2), settlement.states().keySet());
        assertTrue(settlement.retryAfter().isPresent());
        assertEquals(List.of(TraceEvent.Kind.DEFER, TraceEvent.Kind.DELIVER), kinds(settlement));
        assertTrue(settlement.trace().getFirst().reason().contains("directory down"));
    }

    @Test
    void keepsAnExpiredOneToo() {
        way = new Match.Conflicting<>("two entries");
        age = Duration.ofDays(3);
        assertEquals(Map.of(), settle("451 4.3.0 later").states());
    }

    @Test
    void waitsForAReportNoLongerThanTwiceTheAgeOfReturn() {
        way = new Match.Unavailable<>("the sender is inactive");
        age = Duration.ofDays(4);
        Settlement settlement = settle("550 5.1.1 no", "451 4.3.0 later");
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        assertInstanceOf(RecipientState.Expired.class, settlement.states().get(2));
        assertEquals(List.of(TraceEvent.Kind.FAIL, TraceEvent.Kind.FAIL, TraceEvent.Kind.NO_DSN), kinds(settlement));
        assertTrue(settlement.trace().getLast().reason().startsWith("ReportDeadline: "), settlement.trace().getLast().reason());
    }

    @Test
    void givesANoticeLaterThatCannotBeRoutedNow() {
        way = new Match.Unavailable<>("directory down");
        age = Duration.ofMinutes(61);
        assertEquals(0, settle("451 4.3.0 later").noticesSent());
    }

    @Test
    void neverSendsTwiceOnlyBecauseASuccessCannotBeReported() {
        way = new Match.Unavailable<>("directory down");
        wish(Notify.SUCCESS);
        Settlement settlement = settle("250 2.0.0 ok");
        assertInstanceOf(RecipientState.Sent.class, settlement.states().get(1));
        assertEquals(List.of(TraceEvent.Kind.DELIVER, TraceEvent.Kind.NO_DSN), kinds(settlement));
    }

    @Test
    void keepsAFailureWhoseContentCannotBeRead() {
        contentUnreadable = true;
        assertEquals(Map.of(), settle("550 5.1.1 no").states());
    }

    @Test
    void aRefusedConnectionIsNoRefusedMessage() {
        Settlement settlement = settle(false, "554 5.7.1 not you");
        assertEquals(Map.of(), settlement.states());
        assertEquals("554 5.7.1 not you", settlement.lastReply());
        assertEquals("the connection was refused, not the message", settlement.trace().getFirst().reason());
    }

    @Test
    void returnsAsMuchAsAskedForWithinLimits() {
        octets = ReturnLimits.DEFAULT.byDefault() + 1;
        settle("550 5.1.1 no");
        assertEquals(Ret.HDRS, reports.getLast().returns());
        parameters = ret(Ret.FULL);
        settle("550 5.1.1 no");
        assertEquals(Ret.FULL, reports.getLast().returns());
        octets = ReturnLimits.DEFAULT.onRequest() + 1;
        settle("550 5.1.1 no");
        assertEquals(Ret.HDRS, reports.getLast().returns());
        octets = 5;
        parameters = ret(Ret.HDRS);
        settle("550 5.1.1 no");
        assertEquals(Ret.HDRS, reports.getLast().returns());
    }

    private void wish(Notify... notify) {
        wishes.clear();
        wishes.add(new RcptParameters(Set.of(notify), Optional.empty()));
    }

    private static MailParameters ret(Ret ret) {
        return new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.of(ret), Optional.empty());
    }

    @Test
    void c24WhatAFilterTookIsHeldUntilItComesBackAndWhatItRefusedIsHeldAndNotReturned() {
        route = THROUGH_FILTER;
        wishes.add(new RcptParameters(Set.of(Notify.SUCCESS, Notify.FAILURE), Optional.empty()));
        Settlement settlement = settle("250 2.0.0 ok", "554 5.7.0 spam", "451 4.5.0 later");
        assertEquals(new RecipientState.Held("HopWait", "handed over at 2026-11-23T12:00:00Z"), settlement.states().get(1));
        assertEquals(new RecipientState.Held("HopRefusal", "the filter says 554 5.7.0 spam"), settlement.states().get(2));
        assertEquals(Set.of(1, 2), settlement.states().keySet());
        assertEquals(Optional.of(Duration.ofSeconds(5)), settlement.retryAfter());
        assertEquals(List.of(), settlement.reports());
        assertEquals(List.of(TraceEvent.Kind.HOLD, TraceEvent.Kind.HOLD, TraceEvent.Kind.DEFER), kinds(settlement));
        assertFalse(settlement.finishesEntry());
    }

    @Test
    void c24WhereTheChannelSaysSoWhatAFilterRefusesGoesBackToItsSender() {
        route = THROUGH_FILTER;
        keywords = "hoprefusalreturn";
        Settlement settlement = settle("554 5.7.0 spam");
        assertInstanceOf(RecipientState.Failed.class, settlement.states().get(1));
        assertEquals(1, settlement.reports().size());
    }

    private Settlement settle(String... replies) {
        return settle(true, replies);
    }

    private Settlement settle(boolean aboutMessage, String... replies) {
        Map<Integer, AttemptOutcome.Answer> answers = new HashMap<>();
        List<QueuedRecipient> recipients = new ArrayList<>();
        for (int i = 1; i <= replies.length; i++) {
            String[] parts = replies[i - 1].split(" ", 3);
            answers.put(i, new AttemptOutcome.Answer(Reply.of(Integer.parseInt(parts[0]), parts[1], parts[2]), "rcpt", true, aboutMessage));
            Recipient recipient = new Recipient(new Mailbox("r" + i, "example.com"), ForwardPath.of("r" + i, "example.com"),
                    wishes.isEmpty() ? RcptParameters.NONE : wishes.getFirst());
            recipients.add(new QueuedRecipient(i, recipient, new RecipientState.Waiting()));
        }
        QueueEntry entry = new QueueEntry(new UUID(1, 2), route, attempts, noticesSent, age, recipients);
        QueuedMessage message = new QueuedMessage(QueueId.make(NOW, new Random(1)), new Envelope(reversePath, parameters), octets, HeaderEdits.NONE,
                new Origin("s1", 1, client, source), 1, marks);
        AttemptOutcome outcome = new AttemptOutcome(answers, Optional.of(new AttemptOutcome.Peer("store.example", "192.0.2.1")), success, NOW);
        Aftermath aftermath = new Aftermath("gate.example", address -> nobodyButThePostmaster && address.equals(SENDER) ? new Match.NotFound<>() : way, (report, original, size) -> {
            reports.add(report);
            return "report\r\n".getBytes(StandardCharsets.US_ASCII);
        }, ReturnLimits.DEFAULT, Backscatter.DEFAULT, new Random(2));
        return aftermath.settle(new Attempt(new ClaimedEntry(entry, message), age, outcome, channel(), () -> {
            if (contentUnreadable) {
                throw new IOException("gone");
            }
            return new ByteArrayInputStream("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
        }));
    }

    private static Origin.Client client(Optional<String> identity) {
        return new Origin.Client(IpAddress.parse("192.0.2.9"), 4711, new Hello("client.example", true), Optional.empty(), identity);
    }

    private Channel channel() {
        return new Channel(STORE.channel(), OptionalLong.empty(), OptionalLong.empty(), 100, 1 << 18, BareLineFeed.NORMALIZE, false,
                Optional.of(NextHop.parse("lmtp://store.example:24")), durations("PT5S", "PT30S", "PT2M"), durations("PT1H", "PT4H", "P2D"), 4,
                ChannelKeywords.parse(keywords));
    }

    private static List<Duration> durations(String... texts) {
        return Arrays.stream(texts).map(Duration::parse).toList();
    }

    private static List<TraceEvent.Kind> kinds(Settlement settlement) {
        return settlement.trace().stream().map(TraceEvent::kind).toList();
    }
}
