package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.FakeDirectory;
import org.gatepost.directory.MailUser;
import org.gatepost.dns.FakeDns;
import org.gatepost.dnslist.DnsList;
import org.gatepost.mail.ChannelName;
import org.gatepost.mailauth.spf.LocalRecords;
import org.gatepost.mailauth.spf.SpfFacts;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.NewMessage;
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
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.SessionFacts;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What strangers are told whose names or addresses do not stand the look-up; on fakes. */
class NamesAtTheGateTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.7");
    private static final Connection CONNECTION = new Connection("s1", "smtp", CLIENT, 4711, IpAddress.parse("192.0.2.1"), 25, Optional.empty());

    private final FakeDns dns = new FakeDns();
    private final FakeDirectory directory = new FakeDirectory();
    private final List<NewMessage> stored = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private ChannelName source = PolicySnapshot.REMOTE_DELIVERY;
    private NamePolicy names = NamePolicy.NONE;
    private String tlsChannel = "";
    private Gatekeeper gate;
    private MailRequest mail;

    @BeforeEach
    void begin() {
        directory.domain("example.com", AccountStatus.ACTIVE, OptionalLong.empty());
        for (String user : List.of("alice", "bob", "postmaster", "abuse")) {
            Mailbox box = new Mailbox(user, "example.com");
            directory.account(new MailUser("uid=" + user, user, box, AccountStatus.ACTIVE, OptionalLong.empty(), true, List.of(), List.of()));
        }
        dns.text("fail.example", "v=spf1 ip4:192.0.2.1 -all exp=why.fail.example").text("why.fail.example", "%{i} is not one of ours").text("named.example", "v=spf1 -ip4:192.0.2.7 +all")
                .text("never.example", "v=spf1 -all").text("soft.example", "v=spf1 ~all").text("softnamed.example", "v=spf1 ~ip4:192.0.2.7 +all")
                .text("wrong.example", "v=spf1 oops").text("pass.example", "v=spf1 +all").failing("down.example");
    }

    private String with(String keywords, String sender, String... recipients) {
        return said(keywords, "client.example", sender, recipients);
    }

    /** What MAIL, each RCPT and the message are answered; the first refusal at connect or MAIL ends it. */
    private String said(String keywords, String helo, String sender, String... recipients) {
        gate = gate(keywords);
        Decision connect = gate.onConnect(new ConnectRequest(CONNECTION, 1, 1));
        if (!(connect instanceof Decision.Proceed(SessionNotes connected, var limits, var pause))) {
            return text(connect);
        }
        mail = new MailRequest(CONNECTION, new Hello(helo, true), Optional.empty(), 1,
                sender.isEmpty() ? ReversePath.NULL : ReversePath.of(new Mailbox(sender.substring(0, sender.indexOf('@')), sender.substring(sender.indexOf('@') + 1))),
                MailParameters.NONE, connected);
        Decision decision = gate.onMail(mail);
        if (!(decision instanceof Decision.Proceed(SessionNotes notes, var more, var wait))) {
            return "MAIL " + text(decision);
        }
        StringBuilder said = new StringBuilder();
        SessionNotes known = notes;
        for (String recipient : recipients.length == 0 ? new String[] {"alice"} : recipients) {
            Decision answer = gate.onRcpt(new RcptRequest(mail, 1, ForwardPath.of(recipient, "example.com"), RcptParameters.NONE, known));
            known = answer instanceof Decision.Proceed(SessionNotes next, var any, var paused) ? next : known;
            said.append(said.isEmpty() ? "" : ", ").append(answer instanceof Decision.Proceed ? "ok" : text(answer));
        }
        if (said.indexOf("ok") >= 0) {
            assertInstanceOf(Receipt.Accepted.class, gate.onMessage(new MessageRequest(mail, new MemoryContent("Subject: x\r\n\r\n".getBytes(ISO_8859_1)), CLOCK.instant(), known)));
        }
        return said.toString();
    }

    private static String text(Decision decision) {
        return switch (decision) {
            case Decision.Proceed proceed -> "ok";
            case Decision.Refuse(var reply, var wait) -> reply.toString();
            case Decision.HangUp(var reply) -> reply + " (closed)";
        };
    }

    private Gatekeeper gate(String keywords) {
        ListenerPolicy listener = new ListenerPolicy("smtp", source, 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
        PolicySnapshot policy = new PolicySnapshot(1, Map.of("smtp", listener), channels(keywords), List.of(), MappingTables.NONE, names);
        Scanners none = new Scanners(scanner -> {
            throw new IllegalStateException("nobody is asked");
        }, new AlarmList(), CLOCK, CLOCK);
        return new Assembly(new Assembly.Names("mx.example", "example.com"), directory, () -> policy, CLOCK)
                .asking(NameService.of(dns, new InTurn(), new AlarmList(), "mx.example", CLOCK, CLOCK))
                .gatekeeper(new ScanRound(new InTurn(), none), message -> {
                    stored.add(message);
                    return new Receipt.Accepted("Q" + stored.size());
                }, Backlog.none(), (route, node) -> { }, traced::add, new Random(1));
    }

    private Map<ChannelName, Channel> channels(String keywords) {
        Map<ChannelName, Channel> channels = new HashMap<>();
        channels.put(PolicySnapshot.LOCAL_DELIVERY, channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424", ""));
        channels.put(PolicySnapshot.REMOTE_DELIVERY, channel(PolicySnapshot.REMOTE_DELIVERY, "smtp://127.0.0.1:2526", keywords));
        ChannelName tls = new ChannelName("tcp_tls");
        channels.put(tls, channel(tls, "smtp://127.0.0.1:2526", tlsChannel));
        channels.put(source, channel(source, "smtp://127.0.0.1:2526", keywords));
        return channels;
    }

    private static Channel channel(ChannelName name, String nextHop, String keywords) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(NextHop.parse(nextHop)),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords));
    }

    private String header() {
        return stored.getLast().message().edits().patches().getFirst().insert();
    }

    @Test
    void nothingIsAskedWhereNoChannelWantsIt() {
        assertEquals("ok", with("", "a@fail.example"));
        assertEquals("ok", with("spfrcptto spfhelo spfnone", "a@fail.example"));
        assertFalse(header().contains("Received-SPF"));
        assertTrue(header().startsWith("Received: from client.example ([192.0.2.7])"), header());
    }

    @Test
    void s01TheSenderIsCheckedAtMail() {
        assertEquals("MAIL 550 5.7.23 SPF: you may not send as fail.example; its owner explains: 192.0.2.7 is not one of ours", with("spfmailfrom", "a@fail.example"));
        assertEquals("SpfAtMail: fail mailfrom fail.example (-all)", traced.getLast().reason());
        assertEquals("ok", with("spfmailfrom", "a@pass.example"));
        assertEquals("ok", with("spfmailfrom", "a@silent.example"));
    }

    @Test
    void s01OrForEachValidRecipient() {
        assertEquals("550 5.7.23 SPF: you may not send as never.example", with("spfrcptto", "a@never.example"));
        assertEquals("SpfAtRcpt: fail mailfrom never.example (-all)", traced.getLast().reason());
        assertEquals("550 5.1.1 no such user here", with("spfrcptto", "a@never.example", "nobody"));
    }

    @Test
    void s01PostmasterAndAbuseHearFromEverybody() {
        assertEquals("550 5.7.23 SPF: you may not send as never.example, ok, ok", with("spfrcptto", "a@never.example", "alice", "postmaster", "abuse"));
        assertTrue(header().startsWith("Received-SPF: fail (mx.example: never.example does not permit 192.0.2.7)"), header());
    }

    @Test
    void s01TheNameInHeloIsCheckedToo() {
        assertEquals("MAIL 550 5.7.23 SPF: you may not send as never.example", said("spfhelo", "never.example", "a@pass.example"));
        assertEquals("ok", said("spfhelo", "client.example", "a@never.example"));
        assertEquals("550 5.7.23 SPF: you may not send as never.example, ok", said("spfhelo spfrcptto", "never.example", "a@pass.example", "alice", "postmaster"));
        assertTrue(header().startsWith("Received-SPF: pass"), header());
        assertTrue(header().contains("Received-SPF: fail") && header().contains("identity=helo"), header());
    }

    @Test
    void s01NobodysMailIsCheckedByTheNameInHelo() {
        assertEquals("MAIL 550 5.7.23 SPF: you may not send as never.example", said("spfmailfrom", "never.example", ""));
    }

    @Test
    void s02EachFindingHasItsReply() {
        assertEquals("MAIL 550 5.7.24 SPF: the record of wrong.example cannot be understood", with("spfmailfrom", "a@wrong.example"));
        assertEquals("MAIL 451 4.4.3 SPF: the record of down.example cannot be looked up now", with("spfmailfrom", "a@down.example"));
        assertEquals("ok", with("spfmailfrom", "a@soft.example"));
        String others = "spfmailfrom spfstatus permerror=4 temperror=5 softfail=5 softfail_all=4 fail=4 fail_all=2 nomail=5";
        assertEquals("MAIL 451 4.7.24 SPF: the record of wrong.example cannot be understood", with(others, "a@wrong.example"));
        assertEquals("MAIL 550 5.7.24 SPF: the record of down.example cannot be looked up now", with(others, "a@down.example"));
        assertEquals("MAIL 550 5.7.23 SPF: you may not send as softnamed.example", with(others, "a@softnamed.example"));
        assertEquals("MAIL 451 4.7.23 SPF: you may not send as soft.example", with(others, "a@soft.example"));
        assertEquals("MAIL 451 4.7.23 SPF: you may not send as named.example", with(others, "a@named.example"));
        assertEquals("ok", with(others, "a@fail.example"));
        assertEquals("MAIL 550 5.7.23 SPF: you may not send as never.example", with(others, "a@never.example"));
    }

    @Test
    void s02TheRecommendedPolicyMarksFailuresAndRefusesWhoNeverSends() {
        String recommended = "spfrcptto spfstatus fail=2 fail_all=2 permerror=2 temperror=2";
        assertEquals("ok", with(recommended, "a@fail.example"));
        assertTrue(stored.getLast().message().marks().contains("spf-mailfrom:fail"));
        assertEquals("550 5.7.23 SPF: you may not send as never.example", with(recommended, "a@never.example"));
        assertEquals("ok", with(recommended, "a@down.example"));
    }

    @Test
    void s05TheFindingStaysWithTheMessageAsFieldAndFact() {
        assertEquals("ok", with("spfrcptto", "a@soft.example"));
        assertTrue(header().startsWith("Received-SPF: softfail (mx.example: soft.example rather does not permit 192.0.2.7)\r\n\tclient-ip=192.0.2.7;\r\n"), header());
        assertTrue(stored.getLast().message().edits().patches().stream().anyMatch(patch -> patch.insert().contains("Received: from client.example")));
        assertEquals(Optional.of(List.of("softfail mailfrom soft.example (~all)")), Optional.ofNullable(stored.getLast().trace().getFirst().details().get("spf")));
        SessionNotes notes = assertInstanceOf(Decision.Proceed.class, gate.onRcpt(new RcptRequest(mail, 1, ForwardPath.of("alice", "example.com"), RcptParameters.NONE,
                assertInstanceOf(Decision.Proceed.class, gate.onMail(mail)).notes()))).notes();
        assertEquals("soft.example", SessionFacts.in(notes).get(SpfFacts.MAIL_FROM).orElseThrow().question().domain());
    }

    @Test
    void s04ARecordOfOurOwnHoldsForTheGate() {
        names = new NamePolicy(Map.of(), new LocalRecords(Map.of("never.example", "v=spf1 ip4:192.0.2.7 redirect=never.example")));
        assertEquals("ok", with("spfmailfrom", "a@never.example"));
    }

    @Test
    void neverForOurOwn() {
        names = lists(list("zen", "127.0.0.2 refuse"));
        dns.address("7.2.0.192.zen.example", "127.0.0.2");
        String all = "spfhelo spfmailfrom dnslists zen mailfromdnsverify ownsenderauth";
        assertTrue(with(all, "a@never.example").startsWith("MAIL 550 5.1.8"));
        assertEquals("ok", with(all + " internal", "a@never.example"));
        for (String own : List.of("tcp_auth", "tcp_intranet")) {
            source = new ChannelName(own);
            assertEquals("ok", with(all, "a@never.example"), own);
        }
    }

    private static DnsList list(String name, String codes) {
        return new DnsList(name, name + ".example", DnsList.Subject.ADDRESS, false, DnsList.listings(codes), Optional.empty(), false);
    }

    private static NamePolicy lists(DnsList... lists) {
        Map<String, DnsList> all = new HashMap<>();
        for (DnsList list : lists) {
            all.put(list.name(), list);
        }
        return new NamePolicy(all, LocalRecords.NONE);
    }

    @Test
    void d01AListingClosesTheConnectionWhereTheChannelSaysSo() {
        names = lists(list("zen", "127.0.0.2 refuse"));
        dns.address("7.2.0.192.zen.example", "127.0.0.2").text("7.2.0.192.zen.example", "see zen.example");
        assertEquals("554 5.7.1 192.0.2.7 is listed by zen.example: see zen.example (closed)", with("dnslists zen dnslistatconnect", "a@pass.example"));
        assertEquals("DnsListsAsked: zen: 127.0.0.2", traced.getLast().reason());
    }

    @Test
    void d01ByDefaultItIsAnsweredToRecipientsAndPostmasterHearsFromEverybody() {
        names = lists(list("zen", "127.0.0.2 refuse"));
        dns.address("7.2.0.192.zen.example", "127.0.0.2");
        assertEquals("550 5.7.1 192.0.2.7 is listed by zen.example, ok", with("dnslists zen", "a@pass.example", "alice", "postmaster"));
        assertTrue(stored.getLast().message().marks().contains("dnslist:zen"));
    }

    @Test
    void d02ScoresMarkAndAddUp() {
        names = lists(list("one", "127.0.0.2 score 3"), list("two", "127.0.0.0/24 score 4"));
        dns.address("7.2.0.192.one.example", "127.0.0.2").address("7.2.0.192.two.example", "127.0.0.9");
        assertEquals("ok", with("dnslists one two", "a@pass.example"));
        assertTrue(stored.getLast().message().marks().containsAll(List.of("dnslist:one", "dnslist:two")));
        assertEquals("ok", with("dnslists one two dnslistlimit 7", "a@pass.example"));
        assertEquals("550 5.7.1 192.0.2.7 is listed by two.example", with("dnslists one two dnslistlimit 6", "a@pass.example"));
        assertEquals("DnsListsAnswered: lists say 7 against it, 6 may be", traced.getLast().reason());
        assertEquals("ok", with("dnslists one dnslistlimit 6", "a@pass.example"));
    }

    @Test
    void oneListIsTriedBesideOthersThatAreMeant() {
        names = lists(list("one", "127.0.0.2 refuse"), list("two", "127.0.0.2 score 4"), list("three", "127.0.0.2 score 3"));
        dns.address("7.2.0.192.one.example", "127.0.0.2").address("7.2.0.192.two.example", "127.0.0.2").address("7.2.0.192.three.example", "127.0.0.2");
        assertEquals("ok", with("dnslists one two logonly dns_list:one", "a@pass.example"));
        TraceEvent tried = traced.stream().filter(event -> event.kind() == TraceEvent.Kind.WOULD_REFUSE).findFirst().orElseThrow();
        assertEquals("dns_list:one: one: 127.0.0.2, about 192.0.2.7", tried.reason());
        assertEquals("550 5.7.1 192.0.2.7 is listed by one.example", tried.reply().orElseThrow().toString());
        assertTrue(stored.getLast().message().marks().containsAll(List.of("would-refuse:dns_list:one", "dnslist:one", "dnslist:two")));
        assertEquals("ok", with("dnslists one two dnslistatconnect logonly dns_list:one", "a@pass.example"));
        assertTrue(stored.getLast().message().marks().contains("would-refuse:dns_list:one"), "at connect too");
        assertEquals("ok", with("dnslists two three dnslistlimit 5 logonly dns_list:three", "a@pass.example"), "its score counts for nothing");
        assertTrue(stored.getLast().message().marks().contains("would-refuse:dns_list:three"));
        assertEquals("550 5.7.1 192.0.2.7 is listed by one.example", with("dnslists one two logonly dns_list:two", "a@pass.example"), "the other is meant");
    }

    @Test
    void aChannelTriesOnlyListsThatObjectThere() {
        names = lists(list("zen", "127.0.0.2 refuse"), new DnsList("good", "good.example", DnsList.Subject.ADDRESS, true, DnsList.listings("127.0.0.2 score 0"), Optional.empty(), false));
        for (String keywords : List.of("dnslists zen logonly dns_list:sen", "logonly dns_list:zen", "dnslists zen good logonly dns_list:good")) {
            String said = assertThrows(IllegalArgumentException.class, () -> gate(keywords)).getMessage();
            assertTrue(said.endsWith("which is no list of its dnslists that objects to anybody"), said);
        }
    }

    @Test
    void d04AListThatCannotBeAskedMarksOrDefers() {
        names = lists(list("zen", "127.0.0.2 refuse"));
        dns.failing("7.2.0.192.zen.example");
        assertEquals("ok", with("dnslists zen", "a@pass.example"));
        assertTrue(stored.getLast().message().marks().contains("dnslist-unavailable:zen"));
        names = lists(new DnsList("zen", "zen.example", DnsList.Subject.ADDRESS, false, DnsList.listings("127.0.0.2 refuse"), Optional.empty(), true));
        assertEquals("451 4.4.3 cannot check your address now, please try again later", with("dnslists zen", "a@pass.example"));
        assertEquals("421 4.3.2 busy, please try again later (closed)", with("dnslists zen dnslistatconnect", "a@pass.example"));
    }

    @Test
    void aListOfDomainsIsAnsweredToRecipients() {
        names = lists(new DnsList("dbl", "dbl.example", DnsList.Subject.DOMAIN, false, DnsList.listings("127.0.1.0/24 refuse"), Optional.of("spam domain"), false));
        dns.address("pass.example.dbl.example", "127.0.1.2");
        assertEquals("550 5.7.1 pass.example is listed by dbl.example: spam domain", with("dnslists dbl dnslistatconnect", "a@pass.example"));
        assertEquals("ok", with("dnslists dbl", "a@soft.example"));
        assertEquals("ok", with("dnslists dbl", ""));
    }

    @Test
    void whoComesIntoAnotherChannelAfterConnectingIsAskedAboutAtItsLists() {
        names = lists(list("zen", "127.0.0.2 refuse"));
        dns.address("7.2.0.192.zen.example", "127.0.0.2");
        tlsChannel = "dnslists zen";
        gate = gate("tlsswitchchannel tcp_tls");
        SessionNotes connected = assertInstanceOf(Decision.Proceed.class, gate.onConnect(new ConnectRequest(CONNECTION, 1, 1))).notes();
        Connection encrypted = CONNECTION.encrypted(new TlsSession("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
        SessionNotes switched = assertInstanceOf(Decision.Proceed.class, gate.onTls(new TlsRequest(encrypted, connected))).notes();
        mail = new MailRequest(encrypted, new Hello("client.example", true), Optional.empty(), 1, ReversePath.NULL, MailParameters.NONE, switched);
        SessionNotes begun = assertInstanceOf(Decision.Proceed.class, gate.onMail(mail)).notes();
        assertEquals("550 5.7.1 192.0.2.7 is listed by zen.example",
                text(gate.onRcpt(new RcptRequest(mail, 1, ForwardPath.of("alice", "example.com"), RcptParameters.NONE, begun))));
    }

    @Test
    void aChannelCanNameOnlyListsThereAre() {
        assertThrows(IllegalArgumentException.class, () -> gate("dnslists zen"));
    }

    @Test
    void aSenderNobodyCouldAnswerIsRefused() {
        dns.mx("pass.example", 10, "mx.pass.example").mx("null.example", 0, "");
        assertEquals("ok", with("mailfromdnsverify", "a@pass.example"));
        assertEquals("ok", with("mailfromdnsverify", ""));
        assertEquals("MAIL 550 5.1.8 the sender's domain does not exist, or nobody takes mail for it", with("mailfromdnsverify", "a@soft.example"));
        assertEquals("MAIL 550 5.1.8 the sender's domain does not exist, or nobody takes mail for it", with("mailfromdnsverify", "a@none.example"));
        assertEquals("MAIL 550 5.7.27 the sender's domain says that it takes no mail", with("mailfromdnsverify", "a@null.example"));
        assertEquals("MAIL 450 4.1.8 cannot look up the sender's domain now, please try again later", with("mailfromdnsverify", "a@down.example"));
    }

    @Test
    void aStrangerUnderADomainOfOursMustLogIn() {
        assertEquals("MAIL 550 5.7.1 mail from this domain needs authentication", with("ownsenderauth", "bob@example.com"));
        assertEquals("ok", with("ownsenderauth", "a@pass.example"));
        assertEquals("ok", with("ownsenderauth", ""));
        assertEquals("ok", with("", "bob@example.com"));
    }

    @Test
    void theNameOfTheClientStandsInReceivedWhereItIsItsOwn() {
        dns.name("192.0.2.7", "host.example").address("host.example", "192.0.2.7");
        assertEquals("ok", with("reversedns", "a@pass.example"));
        assertTrue(header().startsWith("Received: from client.example (host.example [192.0.2.7])\r\n"), header());
        dns.clear().name("192.0.2.7", "bank.example");
        assertEquals("ok", with("reversedns", "a@pass.example"));
        assertTrue(header().startsWith("Received: from client.example ([192.0.2.7])\r\n"), header());
        assertEquals("unconfirmed bank.example", stored.getLast().trace().getFirst().details().get("clientName"));
    }
}
