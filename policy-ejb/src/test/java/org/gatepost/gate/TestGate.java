package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.gatepost.auth.AuthLimits;
import org.gatepost.auth.AuthThrottle;
import org.gatepost.auth.Authenticator;
import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.conversion.ConversionEntries;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.FakeLogins;
import org.gatepost.mail.ChannelName;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.Pause;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.SaslMessage;
import org.gatepost.smtp.protocol.SessionLimits;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.protocol.TurnNode;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.SessionFacts;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;

/** The gate on the contract's demo directory in memory, with channels as a test says, and sessions through it that remember where they are. */
final class TestGate {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private static final Optional<TlsSession> TLS = Optional.of(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
    private static final Hello HELLO = new Hello("client.example", true);

    final FakeDirectory directory = FakeDirectory.demo();
    final List<NewMessage> stored = new ArrayList<>();
    final List<TraceEvent> traced = new ArrayList<>();
    final List<String> turned = new ArrayList<>();
    final Gatekeeper gatekeeper;
    /** What comes of storing a message. */
    Function<NewMessage, Receipt> storing = message -> new Receipt.Accepted("id");
    private final Map<String, ListenerPolicy> listeners = new HashMap<>();
    private final Map<ChannelName, Channel> channels = new HashMap<>();
    private MappingTables tables = MappingTables.NONE;
    private ThrottlePolicy throttles = ThrottlePolicy.NONE;
    private UnaryOperator<PolicySnapshot> others = UnaryOperator.identity();
    private PolicySnapshot policy;

    TestGate() {
        this(UnaryOperator.identity());
    }

    /** @param with what else it is put together from */
    TestGate(UnaryOperator<Assembly> with) {
        channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver");
        channel("tcp_lmtpcs", "lmtp://127.0.0.1:2424", "");
        channel("tcp_submit", "", "submit maytlsserver");
        listener("smtp", "tcp_local");
        listener("submission", "tcp_submit");
        Authenticator authenticator = new Authenticator(FakeLogins.demo(), directory, "example.com", new AuthThrottle(AuthLimits.DEFAULT, CLOCK), "secret".getBytes(UTF_8));
        gatekeeper = with.apply(new Assembly(new Assembly.Names("mx.example", "example.com"), directory, authenticator, () -> policy, CLOCK))
                .gatekeeper(new ScanRound(new InTurn(), new Scanners(scanner -> {
                    throw new IllegalStateException("there is no scanner");
                }, new AlarmList(), CLOCK, CLOCK)), message -> {
                    Receipt receipt = storing.apply(message);
                    if (receipt instanceof Receipt.Accepted) {
                        stored.add(message);
                    }
                    return receipt;
                }, Backlog.none(), (route, node) -> turned.add(route.channel() + " " + route.nextHop()), traced::add, new Random(1));
    }

    /** A channel, or another in its place; a source only where there is no next hop. */
    void channel(String name, String nextHop, String keywords) {
        channel(new Channel(new ChannelName(name), OptionalLong.empty(), OptionalLong.empty(), 1_000, 262_144, BareLineFeed.NORMALIZE, false,
                Optional.of(nextHop).filter(hop -> !hop.isEmpty()).map(NextHop::parse), List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10,
                ChannelKeywords.parse(keywords)));
    }

    void channel(Channel channel) {
        channels.put(channel.name(), channel);
    }

    Channel channel(String name) {
        return channels.get(new ChannelName(name));
    }

    void listener(String name, String channel) {
        listeners.put(name, new ListenerPolicy(name, new ChannelName(channel), 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1)));
    }

    /** The mapping tables, as text. */
    void tables(String text) {
        tables = assertInstanceOf(MappingReading.Read.class, MappingReader.read(text)).tables();
    }

    void throttles(ThrottlePolicy counted) {
        throttles = counted;
    }

    /** What else the policy says. */
    void policy(UnaryOperator<PolicySnapshot> change) {
        others = change;
    }

    /** The policy as it was said so far. */
    PolicySnapshot compiled() {
        return others.apply(new PolicySnapshot(1, listeners, channels, List.of(), tables, NamePolicy.NONE, ScriptPolicy.NONE, RewriteRules.NONE, throttles, ConversionEntries.NONE));
    }

    /** A session of a client at 192.0.2.7 that has said EHLO. */
    Session session(String listener) {
        policy = compiled();
        return new Session(new Connection("s1", listener, IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty()));
    }

    /** What a client is told that connects to the port {@code smtp}: {@code 250}, or a code and its status. */
    String connect(String client) {
        policy = compiled();
        Connection connection = new Connection("s2", "smtp", IpAddress.parse(client), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());
        return said(gatekeeper.onConnect(new ConnectRequest(connection, 1, 1)));
    }

    private static String said(Decision decision) {
        return switch (decision) {
            case Decision.Proceed proceed -> "250";
            case Decision.Refuse refuse -> code(refuse.reply());
            case Decision.HangUp hangUp -> code(hangUp.reply());
        };
    }

    /** The only copy of the only message. */
    QueueEntry entry() {
        return stored.getFirst().entries().getFirst();
    }

    /** What goes on of the last message. */
    String sent(String content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            stored.getLast().message().edits().apply(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(UTF_8);
    }

    static String code(Reply reply) {
        return reply.code() + " " + reply.status();
    }

    static Mailbox box(String address) {
        int at = address.lastIndexOf('@');
        return new Mailbox(address.substring(0, at), address.substring(at + 1));
    }

    /** A session. For one thread. */
    final class Session {

        private Connection connection;
        private SessionNotes session;
        private SessionNotes notes;
        private SessionLimits limits;
        private Pause pause = Pause.NONE;
        private Optional<String> identity = Optional.empty();
        private MailRequest mail;
        private int recipients;

        private Session(Connection connection) {
            this.connection = connection;
            goOn(gatekeeper.onConnect(new ConnectRequest(connection, 1, 1)));
            hello();
        }

        private void hello() {
            goOn(gatekeeper.onHello(new HelloRequest(connection, HELLO, notes)));
            session = notes;
        }

        /** What was said: {@code 250}, or a code and its status. */
        private String goOn(Decision decision) {
            switch (decision) {
                case Decision.Proceed proceed -> {
                    notes = proceed.notes();
                    limits = proceed.limits();
                    pause = proceed.pause();
                }
                case Decision.Refuse refuse -> pause = refuse.pause();
                case Decision.HangUp hangUp -> { }
            }
            return said(decision);
        }

        Session encrypt() {
            connection = connection.encrypted(TLS.orElseThrow());
            goOn(gatekeeper.onTls(new TlsRequest(connection, notes)));
            hello();
            return this;
        }

        Session login(String user) {
            AuthDecision decision = logIn(user);
            assertInstanceOf(AuthDecision.Authenticated.class, decision, decision.toString());
            return this;
        }

        /** Tries to; where it succeeds the session is the user's. */
        AuthDecision logIn(String user) {
            AuthDecision decision = gatekeeper.onAuth(new AuthRequest(connection, HELLO, "PLAIN", Optional.of(SaslMessage.of("\0" + user + "\0" + user)),
                    Optional.empty(), notes));
            if (decision instanceof AuthDecision.Authenticated known) {
                notes = known.notes();
                session = notes;
                limits = known.limits();
                identity = Optional.of(known.identity());
            }
            return decision;
        }

        /** Begins a transaction; what was known of the one before is forgotten. */
        String mail(String from) {
            recipients = 0;
            mail = new MailRequest(connection, HELLO, identity, 1, from.isEmpty() ? ReversePath.NULL : ReversePath.of(box(from)), MailParameters.NONE, session);
            return goOn(gatekeeper.onMail(mail));
        }

        /** The same with an ENVID. */
        String mailUnder(String envid, String from) {
            recipients = 0;
            MailParameters parameters = new MailParameters(OptionalLong.empty(), BodyType.SEVEN_BIT, Optional.empty(), Optional.of(envid));
            mail = new MailRequest(connection, HELLO, identity, 1, ReversePath.of(box(from)), parameters, session);
            return goOn(gatekeeper.onMail(mail));
        }

        String rcpt(String to) {
            recipients++;
            return goOn(gatekeeper.onRcpt(new RcptRequest(mail, recipients, new ForwardPath(box(to)), RcptParameters.NONE, notes)));
        }

        /** The reply to the refused RCPT, in whole. */
        Reply rcptReply(String to) {
            Decision decision = gatekeeper.onRcpt(new RcptRequest(mail, recipients + 1, new ForwardPath(box(to)), RcptParameters.NONE, notes));
            return assertInstanceOf(Decision.Refuse.class, decision, decision.toString()).reply();
        }

        String message(String content) {
            Receipt receipt = gatekeeper.onMessage(new MessageRequest(mail, new MemoryContent(content.getBytes(ISO_8859_1)), CLOCK.instant(), notes));
            return switch (receipt) {
                case Receipt.Accepted accepted -> "250";
                case Receipt.Refused refused -> code(refused.reply());
                case Receipt.Unknown unknown -> "unknown";
            };
        }

        /** MAIL, RCPT and the message, all of which are taken. */
        void send(String from, String to, String content) {
            List<String> said = List.of(mail(from), rcpt(to), message(content));
            if (!said.equals(List.of("250", "250", "250"))) {
                throw new AssertionError(said + " " + traced.getLast());
            }
        }

        /** How long the client waits for what was said last. */
        Pause pause() {
            return pause;
        }

        Reply turn(String domain) {
            return gatekeeper.onInquiry(new InquiryRequest(connection, Optional.of(HELLO), identity, new Command.Turn(new TurnNode.Domain(domain)), notes));
        }

        SessionLimits limits() {
            return limits;
        }

        String sourceChannel() {
            return SessionFacts.in(notes).require(GateFacts.SOURCE_CHANNEL).name().value();
        }
    }
}
