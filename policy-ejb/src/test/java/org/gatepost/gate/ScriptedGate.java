package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.conversion.ConversionReader;
import org.gatepost.conversion.ConversionReading;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Autoreply;
import org.gatepost.directory.Directory;
import org.gatepost.directory.GroupRules;
import org.gatepost.directory.ListChanges;
import org.gatepost.directory.ListTexts;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.NoSolicit;
import org.gatepost.mapping.MappingReader;
import org.gatepost.mapping.MappingReading;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.Scanner;
import org.gatepost.scan.ScannerOptions;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.scan.Scanners;
import org.gatepost.sieve.CompiledScripts;
import org.gatepost.sieve.Remembered;
import org.gatepost.sieve.ScriptMemory;
import org.gatepost.sieve.UserScripts;
import org.gatepost.sieve.language.ReadScript;
import org.gatepost.sieve.language.SieveLimits;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;

/** A gate with a directory in which everybody of example.com but nobody exists, and scripts wherever a test puts them. */
final class ScriptedGate {

    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    static final String FOLDERS = "fileinto $U+$S@$D";
    /** Judy's, of the demo directory. */
    static final String DEMO_SCRIPT = "require [\"fileinto\", \"spamtest\", \"relational\", \"comparator-i;ascii-numeric\"];\r\n"
            + "if spamtest :value \"ge\" :comparator \"i;ascii-numeric\" \"5\" {\r\n    fileinto \"Junk\";\r\n}\r\n";
    static final Optional<LoginUser> ALICE = Optional.of(new LoginUser("uid=alice", new Mailbox("alice", "example.com"), List.of(new Mailbox("a", "remote.example")),
            AccountStatus.ACTIVE, List.of(), Optional.empty(), List.of()));

    private static final Hello HELLO = new Hello("client.example", true);
    private static final ChannelName LOCAL = PolicySnapshot.REMOTE_DELIVERY;

    final List<NewMessage> stored = new ArrayList<>();
    final List<TraceEvent> traced = new ArrayList<>();
    final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    /** What scripts remember, and until when. */
    final Map<String, Instant> memory = new HashMap<>();
    /** Scripts of our own store. */
    final Map<String, String> kept = new HashMap<>();
    String keywords = FOLDERS;
    Optional<LoginUser> identity = Optional.empty();
    /** Engines by name, and what they say. */
    final Map<String, Function<ScanQuestion, ScanAnswer>> engines = new TreeMap<>();
    /** What they were asked: engine, addresses and values. */
    final List<String> asked = new ArrayList<>();
    Set<ChannelName> engineChannels = Set.of(LOCAL);
    ScannerOptions engineOptions = ScannerOptions.NONE;
    ScannerPolicy.OnFailure onFailure = ScannerPolicy.OnFailure.DEFER;
    Treatment domain = Treatment.NONE;
    Mailbox sender = new Mailbox("a", "remote.example");
    /** Whether entries say anything of who sends. */
    boolean saysOfSenders;
    final Map<String, Long> octetsMax = new HashMap<>();
    boolean keepsDiscarded;
    /** Whether mail goes through a filter that brings it back. */
    boolean filtered;
    boolean memoryDown;
    boolean memoryFull;
    /** Other names of users. */
    final Map<String, String> aliases = new HashMap<>();
    /** Users whose account takes no mail. */
    final Set<String> disabled = new HashSet<>();
    /** Users whose mailbox is full. */
    final Set<String> full = new HashSet<>();
    /** Entries of conversions; empty: none. */
    String conversions = "";
    boolean storeDown;
    private final Map<String, Treatment> treatments = new HashMap<>();
    private final Map<String, Autoreply> autoreplies = new HashMap<>();
    private ScriptPolicy scripts = ScriptPolicy.NONE;
    private MappingTables tables = MappingTables.NONE;

    /** The mapping tables, as text. */
    void tables(String text) {
        tables = assertInstanceOf(MappingReading.Read.class, MappingReader.read(text)).tables();
    }

    /** An engine that calls everything spam, with its threshold at 5. */
    void spam(double score) {
        engines.put("judge", question -> ScanAnswer.of(new ScanVerdict.Spam(score, 5)));
    }

    void rule(ScanRule rule) {
        scripts = scripts.with(rule);
    }

    static Treatment optIns(String... values) {
        return Treatment.of(List.of(values), NoSolicit.NONE);
    }

    void treatment(String user, Treatment treatment) {
        treatments.put(user, treatment);
    }

    /** The script a user has in the directory. */
    void script(String user, String text) {
        treatments.put(user, new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(text), List.of(), List.of(), Optional.empty(), SendingLimits.NONE));
    }

    /** A user without a script in the household of another. */
    void household(String user, String head) {
        treatments.put(user, new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(), SendingLimits.NONE,
                Optional.of(new Mailbox(head, "example.com"))));
    }

    void autoreply(String user, Autoreply answer) {
        autoreplies.put(user, answer);
    }

    void filter(String owner, String text) {
        scripts = scripts.with(ScriptPolicy.owner(owner), new ScriptPolicy.Filter(good(owner, text).script(), Optional.empty()));
    }

    void filter(String owner, String text, String journal) {
        int at = journal.indexOf('@');
        scripts = scripts.with(ScriptPolicy.owner(owner),
                new ScriptPolicy.Filter(good(owner, text).script(), Optional.of(new Mailbox(journal.substring(0, at), journal.substring(at + 1)))));
    }

    private static ReadScript.Good good(String owner, String text) {
        return assertInstanceOf(ReadScript.Good.class, CompiledScripts.parse(SieveLimits.DEFAULT, ScriptPolicy.owner(owner).level(), owner, text));
    }

    /** What became of it. */
    NewMessage send(String content, String... recipients) {
        assertInstanceOf(Receipt.Accepted.class, receipt(content, recipients));
        return stored.getLast();
    }

    /** With what it was refused. */
    Reply refused(String content, String... recipients) {
        return assertInstanceOf(Receipt.Refused.class, receipt(content, recipients)).reply();
    }

    /** What the trace of the last message says of scripts. */
    String lastScripts() {
        return String.valueOf(stored.getLast().trace().getFirst().details().get("scripts"));
    }

    private Receipt receipt(String content, String... recipients) {
        return receipt(List.of(), content, recipients);
    }

    /** The replies to recipients that are not taken. */
    List<Reply> refusedRecipients(String... recipients) {
        List<Reply> refusals = new ArrayList<>();
        receipt(refusals, "Subject: x\r\n\r\n", recipients);
        return refusals;
    }

    private Receipt receipt(List<Reply> refusals, String content, String... recipients) {
        Gatekeeper gate = gate();
        Connection connection = new Connection("s1", "smtp", IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());
        SessionNotes greeted = accepted(gate.onHello(new HelloRequest(connection, HELLO, accepted(gate.onConnect(new ConnectRequest(connection, 1, 1))))));
        SessionNotes known = identity.<SessionNotes>map(user -> SessionFacts.in(greeted).with(GateFacts.USER, user)).orElse(greeted);
        MailRequest mail = new MailRequest(connection, HELLO, identity.map(user -> user.mail().address()), 1, ReversePath.of(sender),
                MailParameters.NONE, known);
        SessionNotes notes = accepted(gate.onMail(mail));
        for (String recipient : recipients) {
            int at = recipient.indexOf('@');
            Decision decision = gate.onRcpt(new RcptRequest(mail, 1, ForwardPath.of(recipient.substring(0, at), recipient.substring(at + 1)), RcptParameters.NONE, notes));
            if (decision instanceof Decision.Refuse(Reply reply, var pause)) {
                refusals.add(reply);
            } else {
                notes = accepted(decision);
            }
        }
        return gate.onMessage(new MessageRequest(mail, new MemoryContent(content.getBytes(UTF_8)), time.get(), notes));
    }

    private static SessionNotes accepted(Decision decision) {
        return assertInstanceOf(Decision.Proceed.class, decision).notes();
    }

    /** Who asks the engines again. */
    LateScan lateScan() {
        return assembly(policy()).lateScan(round());
    }

    private Gatekeeper gate() {
        return assembly(policy())
                .gatekeeper(round(), this::store, Backlog.none(), (route, node) -> {
                    throw new IllegalStateException("nobody asks for a turn");
                }, traced::add, new Random(1));
    }

    private ScanRound round() {
        return new ScanRound(new InTurn(), new Scanners(each -> new Judge(each.name()), new AlarmList(), clock(), clock()));
    }

    private Assembly assembly(PolicySnapshot policy) {
        return new Assembly(new Assembly.Names("mx.example", "example.com"), new Everybody(), () -> policy, clock()).running(new Kept(), this::remembers);
    }

    private PolicySnapshot policy() {
        ListenerPolicy listener = new ListenerPolicy("smtp", LOCAL, 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
        List<ScannerPolicy> scanning = engines.keySet().stream().map(name -> new ScannerPolicy(name, "fake", List.of(new ScannerPolicy.Server("127.0.0.1", 1)), engineChannels,
                Duration.ofSeconds(1), onFailure, 5, Duration.ofSeconds(1), 4, OptionalLong.empty(), engineOptions)).toList();
        Map<ChannelName, Channel> channels = new HashMap<>(Map.of(LOCAL, channel(LOCAL, "smtp://127.0.0.1:2526"), PolicySnapshot.LOCAL_DELIVERY,
                channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424")));
        if (keepsDiscarded) {
            channels.put(PolicySnapshot.FILTER_DISCARD, channel(PolicySnapshot.FILTER_DISCARD, "smtp://127.0.0.1:2526"));
        }
        if (filtered) {
            channels.put(LOCAL, channel(LOCAL, "smtp://127.0.0.1:2526", "aliasdetourhost tcp_scan"));
            channels.put(new ChannelName("tcp_scan"), channel(new ChannelName("tcp_scan"), "smtp://127.0.0.1:10024", ""));
            channels.put(new ChannelName("tcp_return"), channel(new ChannelName("tcp_return"), "smtp://127.0.0.1:1", "hopreturn tcp_scan"));
        }
        PolicySnapshot policy = new PolicySnapshot(1, Map.of("smtp", listener), channels, scanning, tables, NamePolicy.NONE, scripts);
        return conversions.isEmpty() ? policy : policy.converting(assertInstanceOf(ConversionReading.Read.class, ConversionReader.read("site", conversions)).entries());
    }

    private Receipt store(NewMessage message) {
        stored.add(message);
        message.memories().forEach(each -> memory.put(each.owner() + each.kind() + each.key(), each.until()));
        return new Receipt.Accepted("Q" + stored.size());
    }

    private Match<ScriptMemory.Standing> remembers(String owner, Remembered.Kind kind, String key) {
        if (memoryDown) {
            return new Match.Unavailable<>("down");
        }
        Instant until = memory.get(owner + kind + key);
        return until != null && until.isAfter(time.get()) ? new Match.Found<>(ScriptMemory.Standing.KNOWN)
                : new Match.Found<>(memoryFull ? ScriptMemory.Standing.NO_ROOM : ScriptMemory.Standing.NEW);
    }

    private Channel channel(ChannelName name, String nextHop) {
        return channel(name, nextHop, keywords);
    }

    private static Channel channel(ChannelName name, String nextHop, String keywords) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(NextHop.parse(nextHop)),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords));
    }

    private Clock clock() {
        InstantSource source = time::get;
        return source.withZone(ZoneOffset.UTC);
    }

    /** A user's scripts are under the user's address, and an included one's name behind a space. */
    private final class Kept implements UserScripts {
        @Override
        public Match<String> active(Mailbox owner) {
            return found(owner.address());
        }

        @Override
        public Match<String> named(Optional<Mailbox> owner, String name) {
            return found(owner.map(Mailbox::address).orElse("") + ' ' + name);
        }

        @Override
        public long version() {
            return kept.hashCode();
        }

        private Match<String> found(String key) {
            return storeDown ? new Match.Unavailable<>("down") : kept.containsKey(key) ? new Match.Found<>(kept.get(key)) : new Match.NotFound<>();
        }
    }

    /** An engine that says what the test wants. */
    private final class Judge implements Scanner {
        private final String name;

        Judge(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            asked.add(name + question.recipients().stream().map(each -> " " + each.address().localPart() + each.optIns()).collect(Collectors.joining()));
            return engines.get(name).apply(question);
        }

        @Override
        public boolean answers(Duration deadline) {
            return true;
        }
    }

    private OptionalLong octetsMax(String user) {
        return octetsMax.containsKey(user) ? OptionalLong.of(octetsMax.get(user)) : OptionalLong.empty();
    }

    private AccountStatus status(String user) {
        return disabled.contains(user) ? AccountStatus.DISABLED : full.contains(user) ? AccountStatus.OVERQUOTA : AccountStatus.ACTIVE;
    }

    private final class Everybody implements Directory {
        @Override
        public boolean saysOfSenders() {
            return saysOfSenders;
        }

        @Override
        public Match<MailDomain> domain(String name) {
            return name.equals("example.com") ? new Match.Found<>(new MailDomain(name, "o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), domain)) : new Match.NotFound<>();
        }

        @Override
        public Match<MailAccount> account(MailDomain domain, Mailbox address) {
            Mailbox mail = new Mailbox(aliases.getOrDefault(address.user(), address.user()), address.domain());
            return switch (address.user()) {
                case "nobody" -> new Match.NotFound<>();
                case "unreachable" -> new Match.Unavailable<>("down");
                case "twice" -> new Match.Conflicting<>("uid=a and uid=b");
                case "closed" -> new Match.Found<>(new MailGroup("cn=closed", mail, AccountStatus.ACTIVE, OptionalLong.empty(), new GroupRules(false, false, false, List.of(), List.of(), List.of(),
                        false, List.of(), List.of("sesame"), List.of(), false, Optional.empty()), Optional.empty(), List.of(new Mailbox("alice", "example.com")), Treatment.NONE));
                case "stamped" -> new Match.Found<>(new MailGroup("cn=stamped", mail, List.of(), AccountStatus.ACTIVE, OptionalLong.empty(), GroupRules.NONE, Optional.empty(),
                        List.of(new Mailbox("alice", "example.com")), new ListChanges(List.of("X-List: stamped"), Set.of("message-id")), Treatment.NONE));
                case "written" -> new Match.Found<>(new MailGroup("cn=written", mail, List.of(), AccountStatus.ACTIVE, OptionalLong.empty(), GroupRules.NONE, Optional.empty(),
                        List.of(new Mailbox("alice", "example.com")), new ListChanges(List.of(), Set.of(), new ListTexts("", "Leave: written")), Treatment.NONE));
                case "both" -> new Match.Found<>(new MailGroup("cn=both", mail, AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(), false,
                        List.of(), List.of(new Mailbox("alice", "example.com"), new Mailbox("bob", "example.com"))));
                default -> new Match.Found<>(new MailUser("uid=" + mail.localPart(), mail.localPart(), mail, status(mail.localPart()), octetsMax(mail.localPart()), true, List.of(),
                        Optional.ofNullable(autoreplies.get(mail.localPart())), treatments.getOrDefault(mail.localPart(), Treatment.NONE)));
            };
        }
    }
}
