package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Directory;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.MessageHeader;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.Revealed;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.smtp.spool.MessageContent;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The whole gate on fakes: what a session is told, what is stored, what stands in the trace. */
class GatekeeperTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Connection CONNECTION = new Connection("s1", "smtp", IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25,
            Optional.empty());
    private static final Hello HELLO = new Hello("client.example", true);

    private static final long ENTRIES_MAX = 1_000;

    private final List<NewMessage> stored = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private final List<String> turned = new ArrayList<>();
    private long entries = ENTRIES_MAX - 1;
    private ScanVerdict verdict = new ScanVerdict.Clean();
    private Receipt outcome = new Receipt.Accepted("id");
    private boolean rejectsLongLines;
    private MappingTables mappings = MappingTables.NONE;
    private PolicySnapshot snapshot = snapshot(1, 25_000);
    private final Gatekeeper gatekeeper = gatekeeper();

    @Test
    @DisplayName("Q10 refuses a session too many at connect and hangs up")
    void q10RefusesASessionTooManyAtConnectAndHangsUp() {
        assertEquals(421, assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 25_001, 1))).reply().code());
        assertEquals("4.7.0", assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 25_000, 25_001))).reply().status().toString());
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 25_000, 25_000)));
    }

    @Test
    @DisplayName("Q10 refuses to relay at rcpt")
    void q10RefusesToRelayAtRcpt() {
        assertEquals("550 5.7.1", code(rcpt(mail(), "out", "remote.example")));
        assertTrue(traced.getLast().reason().startsWith("RelayControl: "), traced.getLast().toString());
    }

    @Test
    void defersWhenTheDirectoryIsDown() {
        assertEquals("451 4.4.3", code(rcpt(mail(), "any", "down.example")));
    }

    @Test
    @DisplayName("Q10 a declared size over the channels is refused at mail")
    void q10ADeclaredSizeOverTheChannelsIsRefusedAtMail() {
        Decision decision = gatekeeper.onMail(mailRequest(new MailParameters(OptionalLong.of((100L << 20) + 1), MailParameters.NONE.body(), Optional.empty(), Optional.empty())));
        assertEquals("552 5.3.4", code(decision));
    }

    @Test
    void takesNoNewMailWhileTheQueueHoldsAsMuchAsItMay() {
        SessionNotes begun = mail();
        entries = ENTRIES_MAX;
        assertEquals("452 4.3.1", code(gatekeeper.onMail(mailRequest(MailParameters.NONE))));
        assertEquals("QueueRoom: queue rows: about 1000 entries, 1000 may be", traced.getLast().reason());
        assertInstanceOf(Receipt.Accepted.class, message(accepted(rcpt(begun, "alice", "example.com")), "Subject: x\r\n\r\n"));
    }

    @Test
    void aHeaderSectionMayHaveTwoThousandFieldsAndNotOneMore() {
        SessionNotes notes = accepted(rcpt(mail(), "alice", "example.com"));
        assertInstanceOf(Receipt.Accepted.class, message(notes, "X:\r\n".repeat(MessageHeader.FIELDS_MAX) + "\r\nX:\r\n"));
        assertEquals("552 5.3.4", refused(message(notes, "X:\r\n".repeat(MessageHeader.FIELDS_MAX + 1) + "\r\n")));
    }

    @Test
    void whatIsRememberedOfRecipientsHasItsWeightAndGoesWithTheTransaction() {
        SessionNotes one = accepted(rcpt(mail(), "alice", "example.com"));
        assertEquals(1, one.weight());
        assertEquals(2, accepted(rcpt(one, "bob", "example.com")).weight());
        assertEquals(0, mail().weight());
    }

    @Test
    void storesAMessageWithItsTraceFieldAndOneEntryForOneRoute() throws Exception {
        SessionNotes notes = accepted(rcpt(accepted(rcpt(mail(), "alice", "example.com")), "bob", "example.com"));
        assertInstanceOf(Receipt.Accepted.class, message(notes, "Authentication-Results: mx.example; spf=pass\r\nSubject: x\r\n\r\nbody\r\n"));
        NewMessage message = stored.getFirst();
        assertEquals(1, message.entries().size());
        assertEquals(List.of("alice@example.com", "bob@example.com"), message.entries().getFirst().recipients().stream().map(r -> r.recipient().address().address()).toList());
        assertTrue(message.message().edits().patches().getFirst().insert().startsWith("Received: from client.example ([192.0.2.7])\r\n\tby mx.example with ESMTP"));
        assertEquals(46, message.message().edits().patches().get(1).remove());
        assertEquals(TraceEvent.Kind.ACCEPT, message.trace().getFirst().kind());
    }

    @Test
    void contentWithEightBitsThatNobodyDeclaredIsDeclaredByUs() {
        message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\n\u00fc\r\n");
        assertEquals(BodyType.EIGHT_BIT_MIME, stored.getLast().message().envelope().parameters().body());
        message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\nu\r\n");
        assertEquals(BodyType.SEVEN_BIT, stored.getLast().message().envelope().parameters().body());
    }

    @Test
    void theSameAddressTwiceIsOneCopy() {
        SessionNotes notes = accepted(rcpt(accepted(rcpt(mail(), "alice", "example.com")), "alice", "example.com"));
        message(notes, "Subject: x\r\n\r\n");
        assertEquals(1, stored.getFirst().entries().getFirst().recipients().size());
    }

    @Test
    void holdsTheCopyOfWhomTheDirectoryHolds() {
        message(accepted(rcpt(mail(), "frank", "example.com")), "Subject: x\r\n\r\n");
        assertInstanceOf(RecipientState.Held.class, stored.getFirst().entries().getFirst().recipients().getFirst().state());
        assertEquals(TraceEvent.Kind.HOLD, stored.getFirst().trace().get(1).kind());
    }

    @Test
    void anOversizedMessageIsRefusedWhenItIsTooLargeForAll() {
        assertEquals("552 5.2.3", refused(message(accepted(rcpt(mail(), "grace", "example.com")), "Subject: x\r\n\r\n" + "x".repeat(2000))));
    }

    @Test
    void anOversizedCopyIsHeldWhenOthersCanTakeIt() {
        SessionNotes notes = accepted(rcpt(accepted(rcpt(mail(), "grace", "example.com")), "alice", "example.com"));
        message(notes, "Subject: x\r\n\r\n" + "x".repeat(2000));
        assertEquals(List.of(true, false), stored.getFirst().entries().getFirst().recipients().stream().map(r -> r.state() instanceof RecipientState.Held).toList());
    }

    @Test
    void refusesWhatAnEngineCallsInfected() {
        verdict = new ScanVerdict.Infected(List.of("Eicar-Test"));
        assertEquals("550 5.7.1", refused(message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\n")));
        assertTrue(stored.isEmpty());
    }

    @Test
    void defersWhatCouldNotBeScanned() {
        verdict = new ScanVerdict.Unavailable("connection refused");
        assertEquals("451 4.7.1", refused(message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\n")));
    }

    @Test
    void refusesAMessageThatGoesInACircle() {
        SessionNotes notes = accepted(rcpt(mail(), "alice", "example.com"));
        assertInstanceOf(Receipt.Accepted.class, message(notes, "Received: x\r\n".repeat(50) + "\r\n"));
        assertEquals("554 5.4.6", refused(message(notes, "Received: x\r\n".repeat(51) + "\r\n")));
    }

    @Test
    void aMessageMayHaveComeThroughUsTenTimesAndNotOnceMore() {
        SessionNotes notes = accepted(rcpt(mail(), "alice", "example.com"));
        String ours = "Received: from client.example ([192.0.2.7])\r\n\tby mx.example with ESMTP id x; Mon, 23 Nov 2026 12:00:00 +0000\r\n";
        String others = "Received: from mx.example by mx.example.net with ESMTP\r\n".repeat(20);
        assertInstanceOf(Receipt.Accepted.class, message(notes, ours.repeat(10) + others + "\r\n"));
        assertEquals("554 5.4.6", refused(message(notes, ours.repeat(11) + "\r\n")));
    }

    @Test
    void aLineMayHave998OctetsAndNotOneMoreWhereTheChannelSaysSo() {
        String longest = "Subject: x\r\n\r\n" + "x".repeat(LineLength.LINE_OCTETS_MAX);
        assertInstanceOf(Receipt.Accepted.class, message(accepted(rcpt(mail(), "alice", "example.com")), longest + "x\r\n"));
        rejectsLongLines = true;
        snapshot = snapshot(2, 25_000);
        SessionNotes notes = accepted(rcpt(mail(), "alice", "example.com"));
        assertInstanceOf(Receipt.Accepted.class, message(notes, longest + "\r\n"));
        assertEquals("550 5.6.0", refused(message(notes, longest + "x\r\n")));
    }

    @Test
    void aTransactionMakesTenThousandCopiesAndNotOneMore() {
        SessionNotes notes = mail();
        for (int list = 0; list < AccountLookup.COPIES_MAX / 1_000; list++) {
            notes = accepted(rcpt(notes, "list" + list, "example.com"));
        }
        assertEquals("452 4.5.3", code(rcpt(notes, "alice", "example.com")));
        message(notes, "Subject: x\r\n\r\n");
        assertEquals(AccountLookup.COPIES_MAX, stored.getFirst().entries().stream().mapToInt(entry -> entry.recipients().size()).sum());
    }

    @Test
    void aTransactionKeepsThePolicyItBeganWith() {
        SessionNotes notes = mail();
        snapshot = snapshot(2, 25_000);
        notes = accepted(rcpt(notes, "alice", "example.com"));
        message(notes, "Subject: x\r\n\r\n");
        assertEquals(1, stored.getFirst().message().policyVersion());
        message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\n");
        assertEquals(2, stored.get(1).message().policyVersion());
    }

    @Test
    void tracesAMessageThatCouldNotBeStored() {
        outcome = new Receipt.Refused(Reply.of(451, "4.3.0", "later"));
        assertEquals("451 4.3.0", refused(message(accepted(rcpt(mail(), "alice", "example.com")), "Subject: x\r\n\r\n")));
        assertTrue(traced.getLast().reason().startsWith("Acceptance: "));
    }

    private static final TlsSession TLS = new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384");
    private static final ChannelName ENCRYPTED = new ChannelName("tcp_tls");

    /** The same, with these keywords on the channel connections begin in, and these hosts trusted to speak for others. */
    private void says(String keywords, String proxy, String xclient) {
        PolicySnapshot usual = snapshot(1, 25_000);
        ChannelName local = PolicySnapshot.REMOTE_DELIVERY;
        Map<ChannelName, Channel> channels = new HashMap<>(usual.channels());
        channels.put(local, with(usual.channel(local), local, keywords));
        channels.put(ENCRYPTED, with(usual.channel(local), ENCRYPTED, "musttlsserver"));
        ListenerPolicy listener = new ListenerPolicy("smtp", local, 25_000, 25_000, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1), TrustList.parse(proxy),
                TrustList.parse(xclient));
        snapshot = new PolicySnapshot(1, Map.of("smtp", listener), channels, usual.scanners());
    }

    private static Channel with(Channel c, ChannelName name, String keywords) {
        return new Channel(name, c.sourceOctetsMax(), c.octetsMax(), c.recipientsMax(), c.headerOctetsMax(), c.bareLineFeed(), c.rejectsLongLines(), c.nextHop(),
                c.backoff(), c.notices(), c.jobsMax(), ChannelKeywords.parse(keywords));
    }

    private Decision.Proceed connect(Connection connection) {
        return assertInstanceOf(Decision.Proceed.class, gatekeeper.onConnect(new ConnectRequest(connection, 1, 1)));
    }

    private MailRequest mailOn(Connection connection, SessionNotes notes) {
        return new MailRequest(connection, HELLO, Optional.empty(), 1, ReversePath.NULL, MailParameters.NONE, notes);
    }

    private static Connection revealed(Revealed.By by) {
        return new Connection("s1", "smtp", IpAddress.parse("203.0.113.9"), 1, IpAddress.parse("192.0.2.1"), 25, Optional.empty(),
                Optional.of(new Revealed(by, CONNECTION.clientAddress(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
    }

    @Test
    void p03StartTlsIsOfferedWhereTheChannelSaysSoAndUntilItIsDone() {
        assertFalse(connect(CONNECTION).limits().offer().has(Extension.STARTTLS));
        says("maytlsserver", "", "");
        Decision.Proceed begun = connect(CONNECTION);
        assertTrue(begun.limits().offer().has(Extension.STARTTLS));
        assertFalse(begun.limits().link().asksClientCertificate());
        Connection encrypted = CONNECTION.encrypted(TLS);
        Decision.Proceed after = assertInstanceOf(Decision.Proceed.class, gatekeeper.onTls(new TlsRequest(encrypted, begun.notes())));
        assertFalse(after.limits().offer().has(Extension.STARTTLS));
        assertEquals("encrypted", traced.getLast().reason());
        says("maytlsserver askclientcert", "", "");
        assertTrue(connect(CONNECTION).limits().link().asksClientCertificate());
    }

    @Test
    void p03NoMailInTheClearWhereTheChannelHasMustTls() {
        says("musttlsserver", "", "");
        SessionNotes notes = connect(CONNECTION).notes();
        assertEquals("530 5.7.0", code(gatekeeper.onMail(mailOn(CONNECTION, notes))));
        Connection encrypted = CONNECTION.encrypted(TLS);
        notes = accepted(gatekeeper.onTls(new TlsRequest(encrypted, notes)));
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mailOn(encrypted, notes)));
    }

    @Test
    void p03EncryptionLeadsToTheChannelItIsSwitchedToAndAPolicyChangeLeavesItThere() {
        says("maytlsserver tlsswitchchannel tcp_tls", "", "");
        Connection encrypted = CONNECTION.encrypted(TLS);
        SessionNotes notes = accepted(gatekeeper.onTls(new TlsRequest(encrypted, connect(CONNECTION).notes())));
        assertEquals(ENCRYPTED, SessionFacts.in(notes).require(GateFacts.SOURCE_CHANNEL).name());
        says("maytlsserver tlsswitchchannel tcp_tls", "", "");
        notes = accepted(gatekeeper.onMail(mailOn(encrypted, notes)));
        assertEquals(ENCRYPTED, SessionFacts.in(notes).require(GateFacts.SOURCE_CHANNEL).name());
    }

    @Test
    void aChannelCannotBeSwitchedToOneThatIsNotThere() {
        assertEquals("channel tcp_local: tlsswitchchannel names tcp_gone, which is not defined",
                assertThrows(IllegalArgumentException.class, () -> says("tlsswitchchannel tcp_gone", "", "")).getMessage());
    }

    @Test
    void p12AListenerWithProxiesTakesConnectionsOfNobodyElseAndJudgesTheRevealedClient() {
        says("", "192.0.2.0/24", "");
        Decision.Proceed first = assertInstanceOf(Decision.Proceed.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 30_000)));
        assertTrue(first.limits().link().proxyFirst());
        assertTrue(traced.isEmpty(), "nothing is judged, nor told, before the header");
        ConnectRequest again = new ConnectRequest(revealed(Revealed.By.PROXY), 1, 1);
        assertFalse(assertInstanceOf(Decision.Proceed.class, gatekeeper.onConnect(again)).limits().link().proxyFirst());
        assertEquals("203.0.113.9", traced.getLast().client().orElseThrow());
        assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(revealed(Revealed.By.PROXY), 1, 25_001)));
        says("", "198.51.100.1", "");
        assertEquals(554, assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 1))).reply().code());
    }

    @Test
    void p12XclientIsOfferedToTrustedHostsAloneAndToNobodyTheyReveal() {
        says("", "", "");
        assertFalse(connect(CONNECTION).limits().offer().has(Extension.XCLIENT));
        says("", "", "192.0.2.7 203.0.113.9");
        assertEquals("NAME ADDR PORT PROTO HELO DESTADDR DESTPORT", connect(CONNECTION).limits().offer().extensions().get(Extension.XCLIENT));
        assertFalse(connect(revealed(Revealed.By.XCLIENT)).limits().offer().has(Extension.XCLIENT));
        assertTrue(connect(revealed(Revealed.By.PROXY)).limits().offer().has(Extension.XCLIENT));
        says("xclientlogin", "", "192.0.2.7");
        assertTrue(connect(CONNECTION).limits().offer().extensions().get(Extension.XCLIENT).endsWith(" LOGIN"));
    }

    @Test
    void whatASessionMayDoIsWorkedOutOnceForATransactionAndAnewForAnotherPolicyOrConnection() {
        SessionNotes notes = accepted(gatekeeper.onHello(new HelloRequest(CONNECTION, HELLO, accepted(gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 1))))));
        Decision.Proceed mail = assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mailOn(CONNECTION, notes)));
        Decision.Proceed rcpt = assertInstanceOf(Decision.Proceed.class, rcpt(mail.notes(), "alice", "example.com"));
        assertSame(mail.limits(), rcpt.limits());
        Connection other = new Connection("s2", "smtp", CONNECTION.clientAddress(), 1, CONNECTION.serverAddress(), 25, Optional.empty());
        assertNotSame(mail.limits(), assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mailOn(other, notes))).limits());
        snapshot = snapshot(2, 25_000);
        Decision.Proceed later = assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mailOn(CONNECTION, notes)));
        assertNotSame(mail.limits(), later.limits());
        assertEquals(mail.limits(), later.limits());
    }

    private void tables(String text) {
        mappings = assertInstanceOf(MappingReading.Read.class, MappingReader.read(text)).tables();
        snapshot = snapshot(1, 25_000);
    }

    @Test
    void m07PortAccessEndsAConnectionBeforeAnythingIsSaid() {
        tables("PORT_ACCESS\n  TCP|*|25|$(192.0.2.0/24)|*  $>$2$ is$ unwelcome|$N421$ not$ now\n  *  $Y\n");
        Reply reply = assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 1))).reply();
        assertEquals("421 4.7.1 not now", reply.toString());
        assertEquals("PORT_ACCESS: 4711 is unwelcome", traced.getLast().reason());
    }

    @Test
    void m08FromAccessRefusesASenderAtMail() {
        tables("FROM_ACCESS\n  *|SMTP/client.example|MAIL|tcp_local|*@remote.example|  $NMail$ Blocked\n");
        SessionNotes notes = connect(CONNECTION).notes();
        MailRequest request = new MailRequest(CONNECTION, HELLO, Optional.empty(), 1, ReversePath.of(new Mailbox("a", "remote.example")), MailParameters.NONE, notes);
        assertEquals("550 5.7.1 Mail Blocked", assertInstanceOf(Decision.Refuse.class, gatekeeper.onMail(request)).reply().toString());
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mailOn(CONNECTION, notes)));
    }

    @Test
    void m10OrigSendAccessRefusesARecipientAsItWasPresented() {
        tables("ORIG_SEND_ACCESS\n  tcp_local|a@remote.example|tcp_lmtpcs|bob@*  $X4.7.1|$Nnot$ yet\n");
        assertEquals("450 4.7.1", code(rcpt(mail(), "bob", "example.com")));
        assertTrue(traced.getLast().reason().startsWith("ORIG_SEND_ACCESS"), traced.getLast().toString());
        assertInstanceOf(Decision.Proceed.class, rcpt(mail(), "alice", "example.com"));
    }

    @Test
    void m10SendAccessHoldsTheCopiesItRefusesAndRefusesWhereItRefusesAll() {
        tables("SEND_ACCESS\n  *|list1-*7@*  $N\n  *|list1-*8@*  $H$Y\n  *|list2-*  $Nno$ list\n");
        message(accepted(rcpt(mail(), "list1", "example.com")), "Subject: x\r\n\r\nhi\r\n");
        List<RecipientState> states = stored.getFirst().entries().stream().flatMap(entry -> entry.recipients().stream()).map(recipient -> recipient.state()).toList();
        assertEquals(200, states.stream().filter(RecipientState.Held.class::isInstance).count());
        assertEquals(1_000, states.size());
        assertEquals("550 5.7.1", code(rcpt(mail(), "list2", "example.com")));
    }

    @Test
    void p16YesInEveryAccessTableStillDoesNotRelay() {
        tables(String.join("\n  *  $Y\n", "PORT_ACCESS", "FROM_ACCESS", "ORIG_SEND_ACCESS", "ORIG_MAIL_ACCESS", "SEND_ACCESS", "MAIL_ACCESS", "INTERNAL_IP", ""));
        assertEquals(7, mappings.names().size());
        assertEquals("550 5.7.1", code(rcpt(mail(), "out", "remote.example")));
        assertTrue(traced.getLast().reason().startsWith("RelayControl: "), traced.getLast().toString());
        assertInstanceOf(Decision.Proceed.class, rcpt(mail(), "alice", "example.com"));
    }

    @Test
    void m06ATableThatCannotTellDefers() {
        tables("MAIL_ACCESS\n  *|bob@*  $[down,down,x]$Y\n  *  $Y\nORIG_MAIL_ACCESS\n  *|carol@*  $[down,down,x]\n");
        assertEquals("451 4.3.0", code(rcpt(mail(), "bob", "example.com")));
        assertEquals("451 4.3.0", code(rcpt(mail(), "carol", "example.com")));
        assertInstanceOf(Decision.Proceed.class, rcpt(mail(), "alice", "example.com"));
        tables("PORT_ACCESS\n  *  $[down,down,x]\n  *  $Y\n");
        assertEquals(421, assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 1))).reply().code());
        tables("FROM_ACCESS\n  *  $[down,down,x]\n  *  $Y\n");
        assertEquals("451 4.3.0", code(gatekeeper.onMail(mailOn(CONNECTION, connect(CONNECTION).notes()))));
    }

    private SessionNotes mail() {
        return accepted(gatekeeper.onMail(mailRequest(MailParameters.NONE)));
    }

    private MailRequest mailRequest(MailParameters parameters) {
        SessionNotes notes = accepted(gatekeeper.onConnect(new ConnectRequest(CONNECTION, 1, 1)));
        notes = accepted(gatekeeper.onHello(new HelloRequest(CONNECTION, HELLO, notes)));
        return new MailRequest(CONNECTION, HELLO, Optional.empty(), 1, ReversePath.of(new Mailbox("a", "remote.example")), parameters, notes);
    }

    private Decision rcpt(SessionNotes notes, String local, String domain) {
        return gatekeeper.onRcpt(new RcptRequest(mailRequest(MailParameters.NONE), 1, ForwardPath.of(local, domain), RcptParameters.NONE, notes));
    }

    private Receipt message(SessionNotes notes, String content) {
        return gatekeeper.onMessage(new MessageRequest(mailRequest(MailParameters.NONE), new MemoryContent(content.getBytes(ISO_8859_1)), CLOCK.instant(), notes));
    }

    private static SessionNotes accepted(Decision decision) {
        return assertInstanceOf(Decision.Proceed.class, decision).notes();
    }

    private static String code(Decision decision) {
        Reply reply = assertInstanceOf(Decision.Refuse.class, decision).reply();
        return reply.code() + " " + reply.status();
    }

    private static String refused(Receipt receipt) {
        Reply reply = assertInstanceOf(Receipt.Refused.class, receipt).reply();
        return reply.code() + " " + reply.status();
    }

    private Gatekeeper gatekeeper() {
        Alarms silent = new Alarms() {
            @Override
            public void raise(String key, String text) {
                // nobody listens
            }

            @Override
            public void clear(String key) {
                // nobody listens
            }
        };
        Scanners scanners = new Scanners(policy -> new SaidInAdvance(), silent, CLOCK, CLOCK);
        SideBySide inTurn = new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> questions) {
                return questions.stream().map(question -> question.ask().get()).toList();
            }
        };
        return new Assembly(new Assembly.Names("mx.example", "example.com"), new Demo(), () -> snapshot, CLOCK)
                .gatekeeper(new ScanRound(inTurn, scanners), message -> {
                    if (outcome instanceof Receipt.Accepted) {
                        stored.add(message);
                    }
                    return outcome;
                }, backlog(), (route, node) -> turned.add(route.channel() + " " + node), traced::add, new Random(1));
    }

    private Backlog backlog() {
        return new Backlog() {
            @Override
            public long entries() {
                return entries;
            }

            @Override
            public long entriesMax() {
                return ENTRIES_MAX;
            }
        };
    }

    private PolicySnapshot snapshot(long version, int sessions) {
        ChannelName local = PolicySnapshot.REMOTE_DELIVERY;
        ListenerPolicy listener = new ListenerPolicy("smtp", local, sessions, sessions, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
        ScannerPolicy scanner = new ScannerPolicy("clamd", "clamd", "127.0.0.1", 3310, Set.of(local), Duration.ofSeconds(1), ScannerPolicy.OnFailure.DEFER, 5,
                Duration.ofSeconds(1), 4);
        return new PolicySnapshot(version, Map.of("smtp", listener), Map.of(local, channel(local, "smtp://127.0.0.1:2526"),
                PolicySnapshot.LOCAL_DELIVERY, channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424")), List.of(scanner), mappings, NamePolicy.NONE);
    }

    private Channel channel(ChannelName name, String nextHop) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, rejectsLongLines,
                Optional.of(NextHop.parse(nextHop)), List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10);
    }

    private final class SaidInAdvance implements Scanner {
        @Override
        public String name() {
            return "clamd";
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            return ScanAnswer.of(verdict);
        }

        @Override
        public boolean answers(Duration deadline) {
            return true;
        }
    }

    /** example.com with alice, bob, frank (hold), grace (1,000 octets) and groups list... of a thousand strangers each; down.example cannot be asked about. */
    private static final class Demo implements Directory {
        @Override
        public Match<MailDomain> domain(String name) {
            return switch (name) {
                case "example.com" -> new Match.Found<>(new MailDomain(name, "o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), List.of()));
                case "down.example" -> new Match.Unavailable<>("no answer");
                default -> new Match.NotFound<>();
            };
        }

        @Override
        public Match<MailAccount> account(MailDomain domain, Mailbox address) {
            if (address.localPart().startsWith("list")) {
                List<Mailbox> members = IntStream.range(0, 1_000).mapToObj(i -> new Mailbox(address.localPart() + "-" + i, "remote.example")).toList();
                return new Match.Found<>(new MailGroup("cn=" + address.localPart(), address, AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(),
                        List.of(), false, List.of(), members));
            }
            AccountStatus status = address.localPart().equals("frank") ? AccountStatus.HOLD : AccountStatus.ACTIVE;
            OptionalLong max = address.localPart().equals("grace") ? OptionalLong.of(1000) : OptionalLong.empty();
            return new Match.Found<>(new MailUser("uid=" + address.localPart(), address.localPart(), address, status, max, true, List.of(), List.of()));
        }
    }
}
