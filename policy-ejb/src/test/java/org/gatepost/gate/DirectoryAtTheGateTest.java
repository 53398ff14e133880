package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.channel.QuotaStatus;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.DomainRouting;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.GroupRules;
import org.gatepost.directory.ListChanges;
import org.gatepost.directory.ListTexts;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.NoSolicit;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.CountLimits;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.InTurn;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directory's rules about senders and groups come to in a dialogue; on fakes. */
class DirectoryAtTheGateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    private static final Connection CONNECTION = new Connection("s1", "smtp", IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());
    private static final String BODY = "\r\nHello\r\n";

    private final FakeDirectory directory = FakeDirectory.demo();
    private final List<NewMessage> stored = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private String content = "Subject: x\r\n" + BODY;
    private final List<String> asked = new ArrayList<>();
    private QuotaStatus store = QuotaStatus.NONE;
    private String storeKeywords = "";
    private int cutoff;
    private OptionalLong declared = OptionalLong.empty();

    @BeforeEach
    void fill() {
        directory.domain(new MailDomain("example.com", "o=example.com,o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), sending(3, 5, -1)));
        directory.account(user("quiet@example.com", sending(2, -1, 100)));
        directory.account(user("loud@example.com", sending(10, -1, -1)));
        directory.account(list("secret@example.com", List.of("s3cret"), List.of()));
    }

    @Test
    void l11ASendersOwnRecipientLimitOverridesItsDomains() {
        directory.sayOfSenders();
        assertEquals("ok, ok, 452 4.5.3 too many recipients, send the rest in another transaction; Q1", said("quiet@example.com", "alice", "bob", "grace"));
        assertEquals("ok, ok, ok, 452 4.5.3 too many recipients, send the rest in another transaction; Q2", said("alice@example.com", "alice", "bob", "grace", "judy"));
        assertEquals("SenderRecipientLimit: the sender may write to 3", traced.stream().filter(event -> event.reason().startsWith("Sender")).toList().getLast().reason());
        assertEquals("ok, ok, ok, ok; Q3", said("loud@example.com", "alice", "bob", "grace", "judy"));
        assertEquals("ok, ok, ok, ok; Q4", said("somebody@remote.example", "alice", "bob", "grace", "judy"));
    }

    @Test
    void l11TheSendersCutoffIsTheSessionsForThatTransaction() {
        directory.sayOfSenders();
        said("loud@example.com", "alice");
        assertEquals(5, cutoff);
        said("somebody@remote.example", "alice");
        assertEquals(CountLimits.UNLIMITED, cutoff);
    }

    @Test
    void l11AMessageLargerThanItsSenderMaySendIsRefusedAsSoonAsItIsKnown() {
        directory.sayOfSenders();
        declared = OptionalLong.of(101);
        assertEquals("MAIL 552 5.3.4 message too large", said("quiet@example.com", "alice"));
        declared = OptionalLong.empty();
        content = "Subject: x\r\n\r\n" + "x".repeat(84) + "\r\n";
        assertEquals("ok; Q1", said("quiet@example.com", "alice"));
        content = "Subject: x\r\n\r\n" + "x".repeat(85) + "\r\n";
        assertEquals("ok; 552 5.3.4 message too large", said("quiet@example.com", "alice"));
    }

    @Test
    void whereNothingIsSaidOfSendersNoneIsLimited() {
        assertEquals("ok, ok, ok, ok; Q1", said("quiet@example.com", "alice", "bob", "grace", "judy"));
    }

    @Test
    void l15WithoutThePasswordTheMessageIsRefused() {
        assertEquals("ok; 550 5.7.1 you are not allowed to post to this list", said("x@remote.example", "secret"));
        content = "Approved: guess\r\nSubject: x\r\n" + BODY;
        assertEquals("ok; 550 5.7.1 you are not allowed to post to this list", said("x@remote.example", "secret"));
        assertTrue(traced.stream().noneMatch(event -> event.toString().contains("s3cret")));
    }

    @Test
    void l15TheUsedPasswordIsTakenOut() throws IOException {
        content = "Approved: s3cret\r\nSubject: x\r\napproved:\r\n s3cret\r\nTo: y\r\n" + BODY;
        assertEquals("ok; Q1", said("x@remote.example", "secret"));
        assertEquals("Subject: x\r\nTo: y\r\n" + BODY, sent().substring(sent().indexOf("Subject:")));
        assertEquals("ok; Q2", said("x@remote.example", "alice"));
        assertTrue(sent().contains("Approved: s3cret"));
    }

    @Test
    void l16RefusalsOfGroupsAreRepliesInTheDialogue() {
        assertEquals("550 5.7.1 you are not allowed to post to this list; -", said("alice@example.com", "staff"));
        assertFalse(traced.isEmpty());
    }

    @Test
    void mailGoesToTheHostTheDirectoryNamesByTheChannelsProtocolAndPort() {
        directory.domain(new MailDomain("example.com", "o=example.com,o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), Optional.empty(),
                new DomainRouting(Optional.empty(), Optional.of("old.example")), Treatment.NONE));
        directory.account(new MailUser("uid=far", "far", box("far@example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), Optional.empty(), Optional.empty(),
                Optional.of("store2.example"), Treatment.NONE));
        assertEquals("ok, ok, ok; Q1", said("x@remote.example", "alice", "far", "nobody"));
        assertEquals(List.of("tcp_lmtpcs tcp_lmtpcs", "tcp_lmtpcs @store2.example", "tcp_local @old.example"),
                stored.getLast().entries().stream().map(entry -> entry.route().channel() + " " + entry.route().nextHop()).toList());
        assertEquals(Optional.of(NextHop.parse("lmtp://store2.example:2424")), channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424").toHost("store2.example").nextHop());
        assertEquals(Optional.of(NextHop.parse("smtp://old.example:25")), channel(PolicySnapshot.REMOTE_DELIVERY, "mx").toHost("old.example").nextHop());
    }

    @Test
    void l12ListsChangeTheHeaderOfTheirCopiesAndOfNoOthers() throws IOException {
        directory.account(changing("inner@example.com", new ListChanges(List.of("List-Id: <inner.example.com>", "Reply-To: inner@example.com"), Set.of("reply-to", "x-gone")), "bob@example.com"));
        directory.account(changing("outer@example.com", new ListChanges(List.of("X-Outer: yes"), Set.of("x-gone")), "inner@example.com", "grace@example.com", "out@remote.example"));
        content = "Reply-To: a@remote.example\r\nSubject: x\r\nX-Gone: 1\r\n\tmore\r\nX-GONE: 2\r\n" + BODY;
        assertEquals("ok, ok; Q1", said("x@remote.example", "outer", "judy"));
        assertEquals("X-Outer: yes\r\nList-Id: <inner.example.com>\r\nReply-To: inner@example.com\r\nSubject: x\r\n" + BODY, copy("bob@example.com"));
        assertEquals("X-Outer: yes\r\nReply-To: a@remote.example\r\nSubject: x\r\n" + BODY, copy("grace@example.com"));
        assertEquals(copy("grace@example.com"), copy("out@remote.example"));
        assertEquals(content, copy("judy@example.com"));
        assertTrue(stored.getLast().message().edits().patches().stream().allMatch(patch -> patch.at() == 0 && patch.remove() == 0));
    }

    @Test
    void l12WhatListsWriteRoundAMessageStandsInTheirCopiesAlone() throws IOException {
        directory.account(changing("inner@example.com", new ListChanges(List.of("List-Id: <inner.example.com>"), Set.of(), new ListTexts("", "inner")), "bob@example.com"));
        directory.account(changing("outer@example.com", new ListChanges(List.of(), Set.of(), new ListTexts("hear", "outer")), "inner@example.com", "grace@example.com", "out@remote.example"));
        assertEquals("ok, ok; Q1", said("x@remote.example", "outer", "judy"));
        assertEquals("List-Id: <inner.example.com>\r\nSubject: x\r\n\r\nhear\r\nHello\r\nouter\r\ninner\r\n", copy("bob@example.com"));
        assertEquals("Subject: x\r\n\r\nhear\r\nHello\r\nouter\r\n", copy("grace@example.com"));
        assertEquals(copy("grace@example.com"), copy("out@remote.example"));
        assertEquals(content, copy("judy@example.com"));
        assertEquals(List.of("texts of lists put into the text"), stored.getLast().trace().getFirst().details().get("conversions"));
        content = "Content-Type: text/html\r\n\r\n<p>\r\n";
        assertEquals("ok; Q2", said("x@remote.example", "inner"));
        String copy = copy("bob@example.com");
        assertTrue(copy.startsWith("List-Id: <inner.example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_") && copy.contains("\r\nContent-Type: text/html\r\n\r\n<p>\r\n\r\n--=_"), copy);
        content = "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n";
        assertEquals("ok; Q3", said("x@remote.example", "outer"));
        assertEquals(content, copy("grace@example.com"));
        assertEquals("List-Id: <inner.example.com>\r\n" + content, copy("bob@example.com"));
        assertEquals(List.of("texts of lists left off: multipart/signed stays as it is"), stored.getLast().trace().getFirst().details().get("conversions"));
    }

    @Test
    void l12TextsOfListsWithinListsThatAreTooManyAreLeftOffAndThatIsSaid() throws IOException {
        String much = ("x".repeat(62) + "\r\n").repeat(ListTexts.TEXT_OCTETS_MAX / 64);
        directory.account(changing("last@example.com", new ListChanges(List.of(), Set.of(), new ListTexts("y", "")), "bob@example.com"));
        String within = "last@example.com";
        for (String name : List.of("second@example.com", "first@example.com")) {
            directory.account(changing(name, new ListChanges(List.of(), Set.of(), new ListTexts(much, much)), within));
            within = name;
        }
        assertEquals("ok; Q1", said("x@remote.example", "first"));
        assertEquals("Subject: x\r\n\r\n" + much.repeat(2) + "Hello\r\n" + much.repeat(2), copy("bob@example.com"));
        assertEquals(List.of("texts of last@example.com: more than 32768 octets with those of the groups before it"), stored.getLast().trace().getFirst().details().get("skipped"));
    }

    @Test
    void l14ModeratorsSeeWhatWasSent() throws IOException {
        directory.account(new MailGroup("cn=asked", box("asked@example.com"), List.of(), AccountStatus.ACTIVE, OptionalLong.empty(),
                new GroupRules(false, List.of(), List.of(), List.of(), false, List.of(box("alice@example.com"))), Optional.empty(), List.of(box("bob@example.com")),
                new ListChanges(List.of("X-List: yes"), Set.of(), new ListTexts("text", "text")), Treatment.NONE));
        assertEquals("ok; Q1", said("x@remote.example", "asked"));
        assertEquals(content, copy("alice@example.com"));
    }

    /** What that recipient gets, below the trace field. */
    private String copy(String recipient) throws IOException {
        QueueEntry entry = stored.getLast().entries().stream().filter(each -> each.recipients().stream().anyMatch(one -> one.recipient().address().address().equals(recipient))).findFirst().orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entry.edits().orElse(stored.getLast().message().edits()).apply(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), out);
        String[] fields = out.toString(ISO_8859_1).split("(?=\r\n[A-Za-z-]+:|\r\n\r\n)");
        assertTrue(fields[0].startsWith("Received: "), fields[0]);
        return out.toString(ISO_8859_1).substring(fields[0].length() + 2);
    }

    private static MailGroup changing(String address, ListChanges fields, String... members) {
        return new MailGroup("cn=" + address, box(address), List.of(), AccountStatus.ACTIVE, OptionalLong.empty(), GroupRules.NONE, Optional.empty(),
                Arrays.stream(members).map(DirectoryAtTheGateTest::box).toList(), fields, Treatment.NONE);
    }

    @Test
    void l15AMessageHasFewGuessesAtAPassword() {
        content = "Approved: guess\r\n".repeat(ListPassword.FIELDS_MAX - 1) + "Approved: s3cret\r\n" + content;
        assertEquals("ok; Q1", said("x@remote.example", "secret"));
        content = "Approved: guess\r\n" + content;
        assertTrue(said("x@remote.example", "secret").startsWith("ok; 550 "));
    }

    @Test
    void aFullMailboxIsToldOfAsTheChannelWantsIt() {
        store = (service, mailbox, octets) -> {
            asked.add(service + " " + mailbox + " " + octets.orElse(-1));
            return mailbox.localPart().equals("bob") ? new QuotaStatus.Answer.Full("552 5.2.2 full")
                    : mailbox.localPart().equals("grace") ? new QuotaStatus.Answer.TooLarge("552 5.2.3") : new QuotaStatus.Answer.Room();
        };
        assertEquals("ok; Q1", said("x@remote.example", "bob"));
        assertEquals(List.of(), asked);
        storeKeywords = "quotastatus 127.0.0.1 12340";
        declared = OptionalLong.of(50);
        assertEquals("ok, 452 4.2.2 mailbox is full, please try again later, 552 5.2.3 message too large for this recipient; Q2", said("x@remote.example", "alice", "bob", "grace"));
        assertEquals(List.of("127.0.0.1:12340 alice@example.com 50", "127.0.0.1:12340 bob@example.com 50", "127.0.0.1:12340 grace@example.com 50"), asked);
        storeKeywords = "quotastatus 127.0.0.1 12340 quotapermanent";
        assertEquals("552 5.2.2 mailbox is full; -", said("x@remote.example", "bob"));
        assertEquals("MailboxRoom: 127.0.0.1:12340 says of its mailbox: 552 5.2.2 full", traced.getLast().reason());
    }

    @Test
    void aStoreThatCannotBeAskedPutsMailOffUnlessItsChannelIgnoresThat() {
        store = (service, mailbox, octets) -> new QuotaStatus.Answer.Unknown("no answer in time");
        storeKeywords = "quotastatus 127.0.0.1 12340";
        assertEquals("451 4.4.3 cannot look up this recipient now, please try again later; -", said("x@remote.example", "bob"));
        storeKeywords = "quotastatus 127.0.0.1 12340 quotaignore";
        assertEquals("ok; Q1", said("x@remote.example", "bob"));
    }

    @Test
    void listsHeldMailAndMailForElsewhereDoNotAskTheStore() {
        store = (service, mailbox, octets) -> {
            asked.add(mailbox.toString());
            return new QuotaStatus.Answer.Full("552 5.2.2 full");
        };
        storeKeywords = "quotastatus 127.0.0.1 12340";
        assertEquals("ok, ok; Q1", said("x@remote.example", "team", "frank"));
        assertEquals(List.of(), asked);
        assertEquals("452 4.2.2 mailbox is full, please try again later; -", said("x@remote.example", "heidi"));
        assertEquals(List.of("heidi@example.com"), asked);
    }

    @Test
    void aListIsNotRefusedForItsOneMemberHereNorIsAnAlias() {
        store = (service, mailbox, octets) -> new QuotaStatus.Answer.Full("552 5.2.2 full");
        storeKeywords = "quotastatus 127.0.0.1 12340";
        List<Mailbox> members = List.of(new Mailbox("bob", "example.com"), new Mailbox("x", "far.example"));
        directory.account(new MailGroup("cn=club", new Mailbox("club", "example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(), false, List.of(),
                Optional.of(new Mailbox("owner", "example.com")), List.of(members.getFirst())));
        directory.account(new MailGroup("cn=alias", new Mailbox("alias", "example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(), false, List.of(),
                Optional.empty(), members));
        directory.account(new MailGroup("cn=other", new Mailbox("other", "example.com"), AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(), false, List.of(),
                Optional.empty(), List.of(members.getFirst())));
        assertEquals("ok, ok, 452 4.2.2 mailbox is full, please try again later; Q1", said("x@remote.example", "club", "alias", "other"));
    }

    private String said(String sender, String... recipients) {
        Gatekeeper gate = gate();
        SessionNotes connected = ((Decision.Proceed) gate.onConnect(new ConnectRequest(CONNECTION, 1, 1))).notes();
        ReversePath from = ReversePath.of(new Mailbox(sender.substring(0, sender.indexOf('@')), sender.substring(sender.indexOf('@') + 1)));
        MailRequest mail = new MailRequest(CONNECTION, new Hello("client.example", true), Optional.empty(), 1, from,
                new MailParameters(declared, MailParameters.NONE.body(), MailParameters.NONE.ret(), MailParameters.NONE.envid()), connected);
        Decision decision = gate.onMail(mail);
        if (!(decision instanceof Decision.Proceed(SessionNotes notes, var limits, var pause))) {
            return "MAIL " + ((Decision.Refuse) decision).reply();
        }
        cutoff = limits.counts().recipientCutoff();
        List<String> answers = new ArrayList<>();
        SessionNotes known = notes;
        for (String recipient : recipients) {
            Decision answer = gate.onRcpt(new RcptRequest(mail, 1, ForwardPath.of(recipient, "example.com"), RcptParameters.NONE, known));
            known = answer instanceof Decision.Proceed(SessionNotes next, var any, var wait) ? next : known;
            answers.add(answer instanceof Decision.Refuse(var reply, var paused) ? reply.toString() : "ok");
        }
        String end = !answers.contains("ok") ? "-" : switch (gate.onMessage(new MessageRequest(mail, new MemoryContent(content.getBytes(ISO_8859_1)), CLOCK.instant(), known))) {
            case Receipt.Accepted accepted -> "Q" + stored.size();
            case Receipt.Refused refused -> refused.reply().toString();
            case Receipt.Unknown unknown -> "?";
        };
        return String.join(", ", answers) + "; " + end;
    }

    private String sent() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stored.getLast().message().edits().apply(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), out);
        return out.toString(ISO_8859_1);
    }

    private Gatekeeper gate() {
        ListenerPolicy listener = new ListenerPolicy("smtp", PolicySnapshot.REMOTE_DELIVERY, 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
        PolicySnapshot policy = new PolicySnapshot(1, Map.of("smtp", listener), Map.of(PolicySnapshot.LOCAL_DELIVERY,
                channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424", storeKeywords), PolicySnapshot.REMOTE_DELIVERY, channel(PolicySnapshot.REMOTE_DELIVERY, "smtp://127.0.0.1:2526")),
                List.of());
        Scanners none = new Scanners(scanner -> {
            throw new IllegalStateException("nobody is asked");
        }, new AlarmList(), CLOCK, CLOCK);
        return new Assembly(new Assembly.Names("mx.example", "example.com"), directory, () -> policy, CLOCK).asking(store).gatekeeper(new ScanRound(new InTurn(), none), message -> {
            stored.add(message);
            return new Receipt.Accepted("Q" + stored.size());
        }, Backlog.none(), (route, node) -> { }, traced::add, new Random(1));
    }

    private static Channel channel(ChannelName name, String nextHop) {
        return channel(name, nextHop, "");
    }

    private static Channel channel(ChannelName name, String nextHop, String keywords) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(NextHop.parse(nextHop)),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords));
    }

    private static Mailbox box(String address) {
        return new Mailbox(address.substring(0, address.indexOf('@')), address.substring(address.indexOf('@') + 1));
    }

    private static MailUser user(String address, Treatment treatment) {
        return new MailUser("uid=" + address, address, box(address), AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), Optional.empty(), treatment);
    }

    private static MailGroup list(String address, List<String> passwords, List<Mailbox> moderators) {
        GroupRules rules = new GroupRules(false, false, false, List.of(), List.of(), List.of(), false, List.of(), passwords, moderators, false, Optional.empty());
        return new MailGroup("cn=" + address, box(address), AccountStatus.ACTIVE, OptionalLong.empty(), rules, Optional.empty(), List.of(box("alice@example.com")), Treatment.NONE);
    }

    private static Treatment sending(long recipients, long cutoff, long octets) {
        return new Treatment(List.of(), List.of(), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(),
                new SendingLimits(limit(recipients), limit(cutoff), limit(octets)));
    }

    private static OptionalLong limit(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
