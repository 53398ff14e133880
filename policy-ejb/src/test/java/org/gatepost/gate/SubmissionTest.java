package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

import org.gatepost.auth.AuthLimits;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthRequest;
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
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who authenticates at the gate, what follows from it, and what is done with the mail of users, on the contract's demo directory in memory. */
class SubmissionTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final Optional<TlsSession> TLS = Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    private static final Hello HELLO = new Hello("laptop.example", true);
    private static final String MESSAGE = "From: Alice <alice@example.com>\r\nSubject: x\r\n\r\nhello\r\n";

    private final List<NewMessage> stored = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private final FakeLogins logins = FakeLogins.demo();
    private PolicySnapshot snapshot = snapshot("submit");
    private final Gatekeeper gatekeeper = gatekeeper();

    // The order of things

    @Test
    void authIsOfferedWhereAClientMayUseItAndTheMechanismsOnlyWhereTheyWork() {
        assertEquals(List.of(), authLines(helloOf(connection("smtp", TLS))));
        snapshot = snapshot("submit", "maysaslserver");
        assertEquals(List.of(), authLines(helloOf(connection("smtp", Optional.empty()))));
        assertTrue(helloOf(connection("smtp", Optional.empty())).limits().offer().has(Extension.AUTH), "known, so that a client learns what is missing");
        assertEquals(List.of("AUTH SCRAM-SHA-256 PLAIN LOGIN"), authLines(helloOf(connection("smtp", TLS))));
        snapshot = snapshot("submit", "maysaslserver saslwithouttls saslmechanisms LOGIN");
        assertEquals(List.of("AUTH LOGIN"), authLines(helloOf(connection("smtp", Optional.empty()))));
    }

    @Test
    void passwordsInTheClearAreRefusedWith538() {
        assertEquals("538 5.7.11", refused(auth(connection("submission", Optional.empty()), "alice", "alice")));
        assertTrue(traced.getLast().reason().startsWith("authentication PLAIN: "), traced.getLast().toString());
    }

    @Test
    void p17NoMailIsTakenWithoutAuthenticationWhereTheChannelWantsIt() {
        Connection connection = connection("submission", TLS);
        assertEquals("530 5.7.0", code(gatekeeper.onMail(mail(connection, helloOf(connection).notes(), "alice@example.com"))));
        snapshot = snapshot("submit", "mustsaslserver");
        Connection other = connection("smtp", TLS);
        assertEquals("530 5.7.0", code(gatekeeper.onMail(mail(other, helloOf(other).notes(), ""))));
        snapshot = snapshot("submit", "maysaslserver");
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mail(other, helloOf(other).notes(), "x@remote.example")));
    }

    @Test
    @DisplayName("P17 C03 C04 clients at our own addresses enter by tcp_intranet, need not authenticate and may relay; others must")
    void p17ClientsAtOurOwnAddressesNeedNotAuthenticateAndMayRelay() {
        snapshot = internal("switchchannel mustsaslserver", "192.0.2.7/32");
        Connection inside = connection("smtp", Optional.empty());
        assertEquals("tcp_intranet", channel(helloOf(inside).notes()));
        Decision begun = gatekeeper.onMail(mail(inside, helloOf(inside).notes(), "x@remote.example"));
        assertInstanceOf(Decision.Proceed.class, rcpt(inside, assertInstanceOf(Decision.Proceed.class, begun).notes(), "out@remote.example"));
        snapshot = internal("switchchannel mustsaslserver", "192.0.2.8/32");
        Connection outside = connection("smtp", TLS);
        assertEquals("530 5.7.0", code(gatekeeper.onMail(mail(outside, helloOf(outside).notes(), "x@remote.example"))));
    }

    @Test
    void noAddressIsOursWhereTheChannelDoesNotSwitchOrNoTableSaysSo() {
        snapshot = internal("noswitchchannel", "0.0.0.0/0");
        Connection connection = connection("smtp", Optional.empty());
        assertEquals("tcp_local", channel(helloOf(connection).notes()));
        Decision begun = gatekeeper.onMail(mail(connection, helloOf(connection).notes(), "x@remote.example"));
        assertEquals("550 5.7.1", code(rcpt(connection, assertInstanceOf(Decision.Proceed.class, begun).notes(), "out@remote.example")));
        snapshot = withTables(internal("switchchannel", "192.0.2.7/32"), MappingTables.NONE);
        assertEquals("tcp_local", channel(helloOf(connection).notes()));
    }

    @Test
    void whoseAddressCannotBeToldIsToComeAgain() {
        snapshot = withTables(internal("switchchannel", "192.0.2.7/32"), tables("INTERNAL_IP\n  *  $[down,down,x]$Y\n"));
        Decision connected = gatekeeper.onConnect(new ConnectRequest(connection("smtp", Optional.empty()), 1, 1));
        assertEquals(421, assertInstanceOf(Decision.HangUp.class, connected).reply().code());
    }

    @Test
    void aChannelThatSwitchesNeedsOneToSwitchTo() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> snapshot("submit", "switchchannel"));
        assertEquals("channel tcp_local: switchchannel names tcp_intranet, which is not defined", refused.getMessage());
    }

    /** One where {@code tcp_intranet} is for these addresses. */
    private static PolicySnapshot internal(String local, String addresses) {
        Map<ChannelName, Channel> channels = new java.util.HashMap<>(snapshot("submit", "").channels());
        add(channels, "tcp_local", "smtp://127.0.0.1:2526", local, 1000);
        add(channels, "tcp_intranet", "", "internal", 1000);
        PolicySnapshot plain = snapshot("submit", "");
        return withTables(new PolicySnapshot(1, plain.listeners(), channels, List.of()), tables("INTERNAL_IP\n  $(" + addresses + ")  $Y\n  *  $N\n"));
    }

    private static PolicySnapshot withTables(PolicySnapshot snapshot, MappingTables tables) {
        return new PolicySnapshot(snapshot.version(), snapshot.listeners(), snapshot.channels(), snapshot.scanners(), tables, NamePolicy.NONE);
    }

    private static MappingTables tables(String text) {
        return assertInstanceOf(MappingReading.Read.class, MappingReader.read(text)).tables();
    }

    @ParameterizedTest
    @CsvSource({"carol,carol", "dave,dave", "ivan,ivan", "alice,wrong", "nobody,x"})
    void p09WhoMayNotLogInIsToldSoAndNoMore(String name, String password) {
        AuthDecision decision = auth(connection("submission", TLS), name, password);
        assertEquals("535 5.7.8 authentication failed", assertInstanceOf(AuthDecision.Refuse.class, decision).reply().toString());
        TraceEvent event = traced.getLast();
        assertEquals("auth", event.details().get("stage"));
        assertFalse(event.toString().contains("wrong" + "\0"), event.toString());
        assertEquals(Optional.of("192.0.2.7"), event.client());
    }

    @Test
    void aDirectoryThatIsDownIs454() {
        logins.fail("no answer");
        assertEquals("454 4.7.0", refused(auth(connection("submission", TLS), "alice", "alice")));
    }

    @Test
    void p09ALoginStandsInTheTrace() {
        authenticated("submission", "bob");
        TraceEvent event = traced.getLast();
        assertEquals(TraceEvent.Kind.LOGIN, event.kind());
        assertEquals(Optional.of("192.0.2.7"), event.client());
        assertEquals(List.of("PLAIN", "bob@example.com", "TLSv1.3"), List.of(event.details().get("mechanism"), event.details().get("identity"), event.details().get("tls")));
    }

    @Test
    void p12AUserNamedByXclientIsLoggedInAndKnownByItsPrimaryAddress() {
        snapshot = snapshot("submit", "mustsaslserver saslswitchchannel tcp_auth xclientlogin");
        Connection named = named("robert@example.com");
        Decision.Proceed hello = helloOf(named);
        assertEquals(TraceEvent.Kind.LOGIN, traced.getLast().kind());
        assertEquals(List.of("XCLIENT", "bob@example.com", "tcp_auth"),
                List.of(traced.getLast().details().get("mechanism"), traced.getLast().details().get("identity"), traced.getLast().details().get("sourceChannel")));
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mail(named, hello.notes(), "bob@example.com")));
        Connection unnamed = connection("smtp", TLS);
        assertEquals("530 5.7.0", code(gatekeeper.onMail(mail(unnamed, helloOf(unnamed).notes(), "bob@example.com"))));
    }

    @ParameterizedTest
    @CsvSource({"carol", "dave", "nobody", "alice@inactive.example", "alice@remote.example"})
    void p12AUserNamedByXclientWhoMayNotLogInEndsTheSession(String name) {
        assertEquals("554 5.7.8 this user may not log in", hungUp(named(name)));
        assertTrue(traced.getLast().reason().startsWith("authentication XCLIENT: "), traced.getLast().toString());
        logins.fail("no answer");
        assertEquals("421 4.7.0 cannot authenticate you now, please try again later", hungUp(named("alice")));
    }

    private String hungUp(Connection connection) {
        return assertInstanceOf(Decision.HangUp.class, gatekeeper.onConnect(new ConnectRequest(connection, 1, 1))).reply().toString();
    }

    private static Connection named(String login) {
        Connection proxy = connection("smtp", TLS);
        return new Connection(proxy.sessionId(), proxy.listener(), proxy.clientAddress(), proxy.clientPort(), proxy.serverAddress(), proxy.serverPort(), proxy.tls(),
                Optional.of(new Revealed(Revealed.By.XCLIENT, proxy.serverAddress(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(login))));
    }

    @Test
    void p03WhereTlsIsNeededNothingElseIsTakenUntilItIsThere() {
        snapshot = snapshot("submit", "musttlsserver");
        assertTrue(helloOf(connection("smtp", Optional.empty())).limits().link().needsTls());
        assertFalse(helloOf(connection("smtp", TLS)).limits().link().needsTls());
        snapshot = snapshot("submit", "maytlsserver");
        assertFalse(helloOf(connection("smtp", Optional.empty())).limits().link().needsTls());
    }

    // Which channel

    @Test
    void aUsersOwnChannelBeatsTheOneForUsersAndBringsItsLimits() {
        snapshot = snapshot("submit", "maysaslserver saslswitchchannel tcp_auth");
        AuthDecision.Authenticated alice = authenticated("smtp", "alice");
        assertEquals("tcp_auth", channel(alice.notes()));
        assertEquals("alice@example.com", alice.identity());
        AuthDecision.Authenticated mallory = authenticated("smtp", "mallory");
        assertEquals("tcp_limited", channel(mallory.notes()));
        assertEquals(100, mallory.limits().recipientsMax());
        assertEquals("tcp_submit", channel(authenticated("submission", "alice").notes()));
        assertEquals("tcp_limited", channel(authenticated("submission", "mallory").notes()));
    }

    @Test
    void mailHasItsParameterAfterAuthenticationToo() {
        ServiceOffer offer = authenticated("submission", "alice").limits().offer();
        assertTrue(offer.mailParameters().contains("AUTH"), offer.toString());
    }

    @Test
    void whoseChannelIsNotDefinedIsNotLetInUnlimited() {
        for (String channel : List.of("tcp_elsewhere", "no channel")) {
            logins.user("peter", AccountStatus.ACTIVE, List.of(), Optional.of(channel), List.of());
            assertEquals("454 4.7.0", refused(auth(connection("submission", TLS), "peter", "peter")));
        }
    }

    @Test
    void aChangeOfPolicyLeavesAUserItsChannel() {
        AuthDecision.Authenticated mallory = authenticated("submission", "mallory");
        snapshot = snapshot("submit");
        Decision mail = gatekeeper.onMail(mail(connection("submission", TLS), mallory.notes(), "mallory@example.com"));
        assertEquals("tcp_limited", channel(assertInstanceOf(Decision.Proceed.class, mail).notes()));
    }

    @Test
    void aChannelForUsersMustBeDefined() {
        String fault = org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> snapshot("submit", "saslswitchchannel tcp_elsewhere")).getMessage();
        assertEquals("channel tcp_local: saslswitchchannel names tcp_elsewhere, which is not defined", fault);
    }

    // Whose mail

    @Test
    void p16UsersMayRelayAndStrangersMayNot() {
        send("alice", "alice@example.com", "out@remote.example", MESSAGE);
        assertEquals("tcp_local", stored.getFirst().entries().getFirst().route().channel().value());
        assertEquals(Optional.of("alice@example.com"), stored.getFirst().message().origin().client().orElseThrow().identity());
        Connection stranger = connection("smtp", TLS);
        Decision begun = gatekeeper.onMail(mail(stranger, helloOf(stranger).notes(), "alice@example.com"));
        assertEquals("550 5.7.1", code(rcpt(stranger, assertInstanceOf(Decision.Proceed.class, begun).notes(), "out@remote.example")));
    }

    @Test
    void membersWhoAuthenticatedMayPostToTheirGroup() {
        send("bob", "robert@example.com", "staff@example.com", MESSAGE.replace("alice", "bob"));
        assertEquals(1, stored.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.com", "robert@example.com", "BOB@example.com", "bob+tag@example.com", ""})
    void aUserSendsUnderAddressesOfItsOwn(String sender) {
        Connection connection = connection("submission", TLS);
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mail(connection, authenticated("submission", "bob").notes(), sender)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice@example.com", "bob@remote.example", "bobby@example.com", "tag+bob@example.com"})
    void aUserDoesNotSendUnderAnothers(String sender) {
        Connection connection = connection("submission", TLS);
        assertEquals("550 5.7.1", code(gatekeeper.onMail(mail(connection, authenticated("submission", "bob").notes(), sender))));
        snapshot = snapshot("submit anysender");
        assertInstanceOf(Decision.Proceed.class, gatekeeper.onMail(mail(connection, authenticated("submission", "bob").notes(), sender)));
    }

    @Test
    void theAuthorIsHeldAgainstTheUserToo() {
        assertEquals("550 5.7.1", refused(offered("bob", MESSAGE)));
        assertEquals("550 5.7.1", refused(offered("bob", "From: bob@example.com\r\nSender: alice@example.com\r\n\r\n")));
        assertEquals("550 5.7.1", refused(offered("bob", "From: bob@example.com\r\nFrom: alice@example.com\r\n\r\n")));
        assertEquals("550 5.7.1", refused(offered("bob", "From: \"bob@example.com\" <alice@example.com>\r\n\r\n")));
        assertInstanceOf(Receipt.Accepted.class, offered("bob", "From: alice@example.com\r\nSender: Bob <robert@example.com>\r\n\r\n"));
        assertInstanceOf(Receipt.Accepted.class, offered("bob", "From: alice@example.com, bob@example.com\r\n\r\n"));
        snapshot = snapshot("submit anysender");
        assertInstanceOf(Receipt.Accepted.class, offered("bob", MESSAGE));
    }

    // What is put right

    @Test
    void missingDateAndMessageIdAreAdded() {
        String sent = sent("alice", MESSAGE);
        assertTrue(sent.contains("\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"), sent);
        assertTrue(sent.contains("\r\nMessage-ID: <" + stored.getFirst().message().id() + "@mx.example>\r\n"), sent);
        assertTrue(sent.endsWith(MESSAGE), sent);
        assertFalse(sent.contains("Sender:"), sent);
    }

    @Test
    void whatIsThereStays() {
        String message = "Date: yesterday\r\nMessage-ID: <mine>\r\n" + MESSAGE;
        String sent = sent("alice", message);
        assertTrue(sent.startsWith("Received: from laptop.example ([192.0.2.7])\r\n\tby mx.example with ESMTPSA\r\n"), sent);
        assertEquals(message, sent.substring(sent.indexOf("Date:")));
    }

    @Test
    void nothingIsAddedToAStrangersMail() {
        Connection stranger = connection("smtp", TLS);
        Decision begun = gatekeeper.onMail(mail(stranger, helloOf(stranger).notes(), "x@remote.example"));
        Decision told = rcpt(stranger, assertInstanceOf(Decision.Proceed.class, begun).notes(), "alice@example.com");
        gatekeeper.onMessage(message(stranger, assertInstanceOf(Decision.Proceed.class, told).notes(), "x@remote.example", Optional.empty(), MESSAGE));
        String sent = applied(stored.getFirst(), MESSAGE);
        assertFalse(sent.contains("Date:") || sent.contains("Message-ID:"), sent);
    }

    @Test
    void p15TheSenderIsStampedWhereTheChannelSaysSo() {
        snapshot = snapshot("submit authrewrite 2");
        String sent = sent("bob", "Sender: <alice@example.com>\r\n" + MESSAGE);
        assertTrue(sent.contains("\r\nSender: <bob@example.com>\r\n"), sent);
        assertFalse(sent.contains("Sender: <alice@example.com>"), sent);
        assertTrue(sent.endsWith(MESSAGE), sent);
    }

    @Test
    void whoResentAMessageIsStampedThere() {
        snapshot = snapshot("submit authrewrite 1");
        String resent = sent("bob", "Resent-From: bob@example.com\r\nSender: x@remote.example\r\n" + MESSAGE);
        assertTrue(resent.contains("\r\nResent-Sender: <bob@example.com>\r\n") && resent.contains("\r\nSender: x@remote.example\r\n"), resent);
        assertTrue(sent("bob", MESSAGE).contains("\r\nSender: <bob@example.com>\r\n"));
    }

    @Test
    void whereAUserSitsIsNobodysBusinessWhereTheChannelSaysSo() {
        snapshot = snapshot("submit hideclient");
        String sent = sent("alice", MESSAGE);
        assertTrue(sent.startsWith("Received: by mx.example with ESMTPSA\r\n"), sent);
        assertFalse(sent.contains("192.0.2.7") || sent.contains("laptop"), sent);
    }

    // What it takes

    private Decision.Proceed helloOf(Connection connection) {
        Decision connected = gatekeeper.onConnect(new ConnectRequest(connection, 1, 1));
        return assertInstanceOf(Decision.Proceed.class,
                gatekeeper.onHello(new HelloRequest(connection, HELLO, assertInstanceOf(Decision.Proceed.class, connected).notes())));
    }

    private AuthDecision auth(Connection connection, String name, String password) {
        return gatekeeper.onAuth(new AuthRequest(connection, HELLO, "PLAIN", Optional.of(SaslMessage.of("\0" + name + "\0" + password)), Optional.empty(),
                helloOf(connection).notes()));
    }

    private AuthDecision.Authenticated authenticated(String listener, String name) {
        return assertInstanceOf(AuthDecision.Authenticated.class, auth(connection(listener, TLS), name, name));
    }

    private void send(String user, String sender, String recipient, String content) {
        Receipt receipt = receipt(user, sender, recipient, content);
        assertInstanceOf(Receipt.Accepted.class, receipt, receipt.toString());
    }

    private Receipt offered(String user, String content) {
        return receipt(user, user + "@example.com", "out@remote.example", content);
    }

    private String sent(String user, String content) {
        stored.clear();
        send(user, user + "@example.com", "out@remote.example", content);
        return applied(stored.getFirst(), content);
    }

    private static String applied(NewMessage message, String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            message.message().edits().apply(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), out);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    private Receipt receipt(String user, String sender, String recipient, String content) {
        Connection connection = connection("submission", TLS);
        AuthDecision.Authenticated known = authenticated("submission", user);
        Decision begun = gatekeeper.onMail(mail(connection, known.notes(), sender, Optional.of(known.identity())));
        Decision told = rcpt(connection, assertInstanceOf(Decision.Proceed.class, begun).notes(), recipient);
        return gatekeeper.onMessage(message(connection, assertInstanceOf(Decision.Proceed.class, told, told.toString()).notes(), sender, Optional.of(known.identity()), content));
    }

    private MessageRequest message(Connection connection, SessionNotes notes, String sender, Optional<String> identity, String content) {
        return new MessageRequest(mail(connection, notes, sender, identity), new MemoryContent(content.getBytes(ISO_8859_1)), CLOCK.instant(), notes);
    }

    private Decision rcpt(Connection connection, SessionNotes notes, String recipient) {
        return gatekeeper.onRcpt(new RcptRequest(mail(connection, notes, ""), 1, new ForwardPath(box(recipient)), RcptParameters.NONE, notes));
    }

    private static MailRequest mail(Connection connection, SessionNotes notes, String sender) {
        return mail(connection, notes, sender, Optional.empty());
    }

    private static MailRequest mail(Connection connection, SessionNotes notes, String sender, Optional<String> identity) {
        return new MailRequest(connection, HELLO, identity, 1, sender.isEmpty() ? ReversePath.NULL : ReversePath.of(box(sender)), MailParameters.NONE, notes);
    }

    private static Mailbox box(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }

    private static Connection connection(String listener, Optional<TlsSession> tls) {
        return new Connection("s1", listener, IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25, tls);
    }

    private static List<String> authLines(Decision.Proceed hello) {
        return hello.limits().offer().lines(1).stream().filter(line -> line.startsWith("AUTH")).toList();
    }

    private static String channel(SessionNotes notes) {
        return ((org.gatepost.stage.SessionFacts) notes).require(GateFacts.SOURCE_CHANNEL).name().value();
    }

    private static String code(Decision decision) {
        return code(assertInstanceOf(Decision.Refuse.class, decision, decision.toString()).reply());
    }

    private static String refused(AuthDecision decision) {
        return code(assertInstanceOf(AuthDecision.Refuse.class, decision, decision.toString()).reply());
    }

    private static String refused(Receipt receipt) {
        return code(assertInstanceOf(Receipt.Refused.class, receipt, receipt.toString()).reply());
    }

    private static String code(Reply reply) {
        return reply.code() + " " + reply.status();
    }

    private Gatekeeper gatekeeper() {
        FakeDirectory directory = FakeDirectory.demo();
        Authenticator authenticator = new Authenticator(logins, directory, "example.com", new AuthThrottle(AuthLimits.DEFAULT, CLOCK), "secret".getBytes(UTF_8));
        return new Assembly(new Assembly.Names("mx.example", "example.com"), directory, authenticator, () -> snapshot, CLOCK)
                .gatekeeper(noScan(), message -> {
                    stored.add(message);
                    return new Receipt.Accepted("id");
                }, Backlog.none(), (route, node) -> {
                    throw new IllegalStateException("nobody asked for a turn");
                }, traced::add, new Random(1));
    }

    private static ScanRound noScan() {
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
        SideBySide nobody = new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> questions) {
                return questions.stream().map(question -> question.ask().get()).toList();
            }
        };
        return new ScanRound(nobody, new Scanners(policy -> {
            throw new IllegalStateException("there is no scanner");
        }, silent, CLOCK, CLOCK));
    }

    private static PolicySnapshot snapshot(String submission) {
        return snapshot(submission, "");
    }

    private static PolicySnapshot snapshot(String submission, String local) {
        Map<ChannelName, Channel> channels = new java.util.HashMap<>();
        add(channels, "tcp_local", "smtp://127.0.0.1:2526", local, 1000);
        add(channels, "tcp_lmtpcs", "lmtp://127.0.0.1:2424", "", 1000);
        add(channels, "tcp_submit", "", submission, 1000);
        add(channels, "tcp_auth", "", "mustsaslserver", 1000);
        add(channels, "tcp_limited", "", "submit", 100);
        return new PolicySnapshot(1, Map.of("smtp", listener("smtp", "tcp_local"), "submission", listener("submission", "tcp_submit")), channels, List.of());
    }

    private static ListenerPolicy listener(String name, String channel) {
        return new ListenerPolicy(name, new ChannelName(channel), 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
    }

    private static void add(Map<ChannelName, Channel> channels, String name, String nextHop, String keywords, int recipientsMax) {
        channels.put(new ChannelName(name), new Channel(new ChannelName(name), OptionalLong.empty(), OptionalLong.empty(), recipientsMax, 262_144,
                BareLineFeed.NORMALIZE, false, Optional.of(nextHop).filter(hop -> !hop.isEmpty()).map(NextHop::parse), List.of(Duration.ofSeconds(5)),
                List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords)));
    }
}
