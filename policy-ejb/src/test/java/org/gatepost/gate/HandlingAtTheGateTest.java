package org.gatepost.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.directory.AccountStatus;
import org.gatepost.directory.Directory;
import org.gatepost.directory.LoginUser;
import org.gatepost.directory.MailAccount;
import org.gatepost.directory.MailDomain;
import org.gatepost.directory.MailGroup;
import org.gatepost.directory.MailUser;
import org.gatepost.directory.Treatment;
import org.gatepost.dns.FakeDns;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.NoSolicit;
import org.gatepost.queue.Backlog;
import org.gatepost.queue.AttemptOutcome;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.Decided;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueuedRecipient;
import org.gatepost.queue.RecipientState;
import org.gatepost.scan.ScanRound;
import org.gatepost.scan.Scanners;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.NextHopOffers.Offered;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Command;
import org.gatepost.smtp.protocol.DeliverBy;
import org.gatepost.smtp.protocol.Extension;
import org.gatepost.smtp.protocol.ForwardPath;
import org.gatepost.smtp.protocol.FutureRelease;
import org.gatepost.smtp.protocol.Handling;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Notify;
import org.gatepost.smtp.protocol.OriginalRecipient;
import org.gatepost.smtp.protocol.RcptParameters;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.protocol.ServiceOffer;
import org.gatepost.smtp.protocol.TlsSession;
import org.gatepost.smtp.protocol.TurnNode;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.Match;
import org.gatepost.stage.SessionFacts;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;
import org.gatepost.stage.InTurn;
import org.gatepost.trace.AlarmList;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What clients are offered, what becomes of the parameters they give, and how recipients are answered one by one. */
class HandlingAtTheGateTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Hello HELLO = new Hello("client.example", true);
    private static final Mailbox SENDER = new Mailbox("a", "remote.example");
    private static final NextHop STORE = NextHop.parse("lmtp://127.0.0.1:2424");
    private static final NextHop REMOTE = NextHop.parse("smtp://127.0.0.1:2526");
    private static final Optional<LoginUser> ALICE = Optional.of(
            new LoginUser("uid=alice", new Mailbox("alice", "example.com"), List.of(SENDER), AccountStatus.ACTIVE, List.of(), Optional.empty(), List.of()));

    private final List<NewMessage> stored = new ArrayList<>();
    private final List<TraceEvent> traced = new ArrayList<>();
    private final List<String> turned = new ArrayList<>();
    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private Optional<TlsSession> tls = Optional.empty();
    private Optional<LoginUser> identity = Optional.empty();
    private String keywords = "";
    private ReversePath sender = ReversePath.of(SENDER);
    private OptionalLong size = OptionalLong.empty();
    private final FakeDns dns = new FakeDns();
    private final NextHopOffers offers = new NextHopOffers(time::get);

    @Test
    void p18OffersStrangersNothingThatMakesUsKeepMailForThem() {
        assertEquals("PIPELINING SIZE 8BITMIME ENHANCEDSTATUSCODES DSN CHUNKING BINARYMIME SMTPUTF8 LIMITS PRDR NO-SOLICITING ETRN HELP", offered());
        identity = ALICE;
        assertTrue(offered().contains("FUTURERELEASE DELIVERBY MT-PRIORITY"), offered());
        identity = Optional.empty();
        keywords = "internal futurerelease 3600 deliverbymin 30";
        assertEquals("3600 2026-11-23T13:00:00Z", offer().extensions().get(Extension.FUTURERELEASE));
        assertEquals("30", offer().extensions().get(Extension.DELIVERBY));
        keywords = "internal futurerelease 0";
        assertFalse(offer().has(Extension.FUTURERELEASE));
    }

    @Test
    void p19OffersRequireTlsUnderTlsAlone() {
        assertFalse(offer().has(Extension.REQUIRETLS));
        tls = Optional.of(new TlsSession("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
        assertTrue(offer().has(Extension.REQUIRETLS));
    }

    @Test
    void p18ShowsTheLimitsThatHold() {
        assertEquals("MAILMAX=100 RCPTMAX=1000", offer().extensions().get(Extension.LIMITS));
        keywords = "recipientdomainlimit 2";
        assertEquals("MAILMAX=100 RCPTMAX=1000 RCPTDOMAINMAX=2", offer().extensions().get(Extension.LIMITS));
        SessionNotes notes = accepted(rcpt(mail(Handling.NONE), Handling.NONE, "alice", "example.com"));
        notes = accepted(rcpt(notes, Handling.NONE, "alice", "example.org"));
        assertEquals("452 4.5.3", code(rcpt(notes, Handling.NONE, "alice", "example.net")));
        accepted(rcpt(notes, Handling.NONE, "bob", "example.org"));
    }

    @Test
    void p08ShowsClassesWithoutWildcardsAndRefusesAllOfThem() {
        keywords = "sourcenosolicit net.example:ADV org.example:*";
        assertEquals("net.example:adv", offer().extensions().get(Extension.NO_SOLICITING));
        assertEquals("550 5.7.1", code(onMail(solicit("NET.example:adv"))));
        assertEquals("550 5.7.1", code(onMail(solicit("a:b", "org.example:x:y"))));
        accepted(onMail(solicit("net.example:ADVERT")));
    }

    @Test
    void p08RefusesSolicitationsAtRcptByUserAndDomain() {
        Handling adult = solicit("net.example:ADLT");
        assertEquals("550 5.7.1", code(rcpt(mail(adult), adult, "nora", "example.com")));
        assertEquals("550 5.7.1", code(rcpt(mail(adult), adult, "alice", "quiet.example")));
        accepted(rcpt(mail(adult), adult, "alice", "example.com"));
        accepted(rcpt(mail(solicit("net.example:OTHER")), solicit("net.example:OTHER"), "nora", "example.com"));
    }

    @Test
    void p08ASolicitationFieldRefusesThoseWhoDoNotWantIt() {
        Handling prdr = Handling.NONE.withPerRecipientReplies();
        SessionNotes notes = to(prdr, "alice", "nora", "bob");
        Receipt.Accepted receipt = assertInstanceOf(Receipt.Accepted.class, message(notes, prdr, "Solicitation: net.example:ADLT, x:y\r\n\r\nbuy\r\n"));
        assertEquals(List.of(250, 550, 250), receipt.recipients().stream().map(Reply::code).toList());
        assertEquals(List.of("alice@example.com", "bob@example.com"), addresses(stored.getFirst()));
        assertEquals("nora@example.com", traced.getLast().recipient().orElseThrow());
        assertTrue(traced.getLast().reason().startsWith("SolicitationField: "), traced.getLast().toString());
    }

    @Test
    void mixedVerdictsWithoutPrdrAreAcceptedAndTheRefusedCopiesHeld() {
        SessionNotes notes = to(Handling.NONE, "alice", "nora");
        Receipt.Accepted receipt = assertInstanceOf(Receipt.Accepted.class, message(notes, Handling.NONE, "Solicitation: net.example:ADLT\r\n\r\nbuy\r\n"));
        assertEquals(List.of(), receipt.recipients());
        Map<String, RecipientState> states = stored.getFirst().entries().stream().flatMap(e -> e.recipients().stream())
                .collect(Collectors.toMap(r -> r.recipient().address().address(), r -> r.state()));
        assertInstanceOf(RecipientState.Waiting.class, states.get("alice@example.com"));
        assertEquals("SolicitationField", assertInstanceOf(RecipientState.Held.class, states.get("nora@example.com")).by());
    }

    @Test
    void whatNoRecipientMayGetIsRefusedAndNothingIsStored() {
        Handling prdr = Handling.NONE.withPerRecipientReplies();
        SessionNotes notes = to(prdr, "nora", "grace");
        // One by its field, the other by its size: two stages, one answer.
        Receipt.Refused receipt = assertInstanceOf(Receipt.Refused.class,
                message(notes, prdr, "Solicitation: net.example:ADLT\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(20)));
        assertEquals(List.of("550 5.7.1", "552 5.2.3"), receipt.recipients().stream().map(reply -> reply.code() + " " + reply.status()).toList());
        assertEquals(550, receipt.reply().code());
        assertEquals(List.of(), stored);
    }

    @Test
    void withPrdrATooLargeRecipientIsToldSo() {
        Handling prdr = Handling.NONE.withPerRecipientReplies();
        Receipt.Accepted receipt = assertInstanceOf(Receipt.Accepted.class,
                message(to(prdr, "alice", "grace"), prdr, "A: b\r\n\r\n" + "x".repeat(70).concat("\r\n").repeat(20)));
        assertEquals(List.of(250, 552), receipt.recipients().stream().map(Reply::code).toList());
        assertEquals(List.of("alice@example.com"), addresses(stored.getFirst()));
    }

    @Test
    void p18HoldsAMessageUntilItsTimeWithinTheChannelsBound() {
        keywords = "internal futurerelease 3600";
        assertEquals("501 5.5.4", code(onMail(Handling.NONE.withRelease(new FutureRelease.HoldFor(Duration.ofSeconds(3_601))))));
        assertEquals("501 5.5.4", code(onMail(Handling.NONE.withRelease(new FutureRelease.HoldUntil(NOW.plusSeconds(3_601))))));
        assertEquals(Optional.of(NOW.plusSeconds(3_600)), stored(Handling.NONE.withRelease(new FutureRelease.HoldFor(Duration.ofHours(1)))).message().releaseAt());
        // What lies in the past is now.
        assertEquals(Optional.empty(), stored(Handling.NONE.withRelease(new FutureRelease.HoldUntil(NOW.minusSeconds(9)))).message().releaseAt());
    }

    @Test
    void p18BoundsDeadlinesAndPriorities() {
        keywords = "internal deliverbymin 60 mtprioritymax 2";
        assertEquals("554 5.4.7", code(onMail(Handling.NONE.withDeliverBy(new DeliverBy(59, DeliverBy.Mode.RETURN, false)))));
        accepted(onMail(Handling.NONE.withDeliverBy(new DeliverBy(60, DeliverBy.Mode.RETURN, false))));
        accepted(onMail(Handling.NONE.withDeliverBy(new DeliverBy(1, DeliverBy.Mode.NOTIFY, false))));
        assertEquals(2, stored(Handling.NONE.withPriority(9)).message().envelope().parameters().handling().priority());
        assertEquals(-9, stored(Handling.NONE.withPriority(-9)).message().envelope().parameters().handling().priority());
    }

    @Test
    void p18KeepsSmtpUtf8OnlyWhereSomethingIsInUtf8() throws IOException {
        assertFalse(stored(Handling.NONE.withSmtpUtf8()).message().envelope().parameters().handling().smtpUtf8());
        SessionNotes notes = to(Handling.NONE.withSmtpUtf8(), "alice");
        message(notes, Handling.NONE.withSmtpUtf8(), "Subject: \u00c3\u00bc\r\n\r\n");
        assertTrue(stored.getLast().message().envelope().parameters().handling().smtpUtf8());
        assertTrue(delivered(stored.getLast()).contains(" with UTF8SMTP\r\n"), delivered(stored.getLast()));
    }

    @Test
    void p19NotesTlsRequiredNoUnlessTlsIsRequired() {
        message(to(Handling.NONE, "alice"), Handling.NONE, "TLS-Required: No\r\n\r\n");
        assertEquals(Set.of("tls-required:no"), stored.getLast().message().marks());
        message(to(Handling.NONE.withRequireTls(), "alice"), Handling.NONE.withRequireTls(), "TLS-Required: No\r\n\r\n");
        assertEquals(Set.of(), stored.getLast().message().marks());
        assertTrue(stored.getLast().message().envelope().parameters().handling().requireTls());
    }

    @Test
    void p18AnAddressInUtf8IsRefusedAtRcptWhereTheNextHopIsKnownNotToTakeIt() {
        Handling utf8 = Handling.NONE.withSmtpUtf8();
        SessionNotes notes = mail(utf8);
        accepted(rcpt(notes, utf8, "j\u00fcrgen", "example.com"));
        offers.learn(STORE, new Offered(false, true, OptionalLong.empty()));
        assertEquals("550 5.6.7", code(rcpt(notes, utf8, "j\u00fcrgen", "example.com")));
        assertEquals("NextHopAbilities: no next hop takes SMTPUTF8, as far as is known", traced.getLast().reason());
        accepted(rcpt(notes, utf8, "alice", "example.com"));
        accepted(rcpt(notes, utf8, "team", "example.com"));
        sender = ReversePath.of(new Mailbox("j\u00fcrgen", "remote.example"));
        SessionNotes international = mail(utf8);
        assertEquals("550 5.6.7", code(rcpt(international, utf8, "alice", "example.com")));
        accepted(rcpt(international, utf8, "team", "example.com"));
        offers.learn(REMOTE, new Offered(false, true, OptionalLong.empty()));
        assertEquals("550 5.6.7", code(rcpt(international, utf8, "team", "example.com")), "neither takes it");
        time.set(NOW.plus(NextHopOffers.BELIEVED_FOR));
        accepted(rcpt(international, utf8, "alice", "example.com"));
    }

    @Test
    void p02ADeclaredSizeOverTheNextHopsIsRefusedAtRcpt() {
        offers.learn(STORE, new Offered(true, true, OptionalLong.of(1_000)));
        size = OptionalLong.of(1_000);
        accepted(rcpt(mail(Handling.NONE), Handling.NONE, "alice", "example.com"));
        size = OptionalLong.of(1_001);
        assertEquals("552 5.3.4", code(rcpt(mail(Handling.NONE), Handling.NONE, "alice", "example.com")));
        accepted(rcpt(mail(Handling.NONE), Handling.NONE, "team", "example.com"));
        offers.learn(STORE, new Offered(true, true, OptionalLong.empty()));
        accepted(rcpt(mail(Handling.NONE), Handling.NONE, "alice", "example.com"));
    }

    @Test
    void p19RequireTlsIsRefusedAtRcptWhereTheNextHopIsKnownNotToEncrypt() {
        identity = ALICE;
        Handling protect = Handling.NONE.withRequireTls();
        offers.learn(REMOTE, new Offered(true, false, OptionalLong.empty()));
        offers.learn(STORE, new Offered(true, false, OptionalLong.empty()));
        assertEquals("550 5.7.30", code(rcpt(mail(protect), protect, "out", "remote.example")));
        accepted(rcpt(mail(Handling.NONE), Handling.NONE, "out", "remote.example"));
        accepted(rcpt(mail(protect), protect, "alice", "example.com"));
        offers.learn(REMOTE, new Offered(true, true, OptionalLong.empty()));
        accepted(rcpt(mail(protect), protect, "out", "remote.example"));
    }

    @Test
    void aSenderWhoseDomainTakesNoMailIsRefusedWhereTheChannelAsks() {
        dns.mx("remote.example", 0, "");
        accepted(onMail(Handling.NONE));
        keywords = "mailfromdnsverify";
        assertEquals("550 5.7.27", code(onMail(Handling.NONE)));
        dns.clear().mx("remote.example", 0, "").mx("remote.example", 10, "mx.example");
        accepted(onMail(Handling.NONE));
        dns.clear().address("remote.example", "192.0.2.1");
        accepted(onMail(Handling.NONE));
        dns.clear();
        assertEquals("550 5.1.8", code(onMail(Handling.NONE)));
        dns.failing("remote.example");
        assertEquals("450 4.1.8", code(onMail(Handling.NONE)));
        identity = ALICE;
        accepted(onMail(Handling.NONE));
        identity = Optional.empty();
        sender = ReversePath.of(new Mailbox("a", "[192.0.2.1]"));
        accepted(onMail(Handling.NONE));
        dns.mx("xn--bcher-kva.example", 0, "");
        sender = ReversePath.of(new Mailbox("a", "b\u00fccher.example"));
        assertEquals("550 5.7.27", code(onMail(Handling.NONE.withSmtpUtf8())));
    }

    @Test
    void p04c12TurnTheQueueAsTheChannelSays() {
        assertEquals(459, turn("remote.example").code());
        keywords = "etrndomains remote.example";
        assertEquals("250 2.0.0 queuing for remote.example started, channel tcp_local", turn("remote.example").toString());
        assertEquals(List.of("tcp_local remote.example"), turned);
        assertEquals(458, turn("remote.example").code());
        time.set(NOW.plus(TurnThrottle.PAUSE));
        assertEquals(250, turn("remote.example").code());
        assertEquals(459, turn("other.example").code());
        assertEquals(459, inquire(new Command.Turn(new TurnNode.Queue("tcp_local"))).code());
        identity = ALICE;
        assertEquals("250 2.0.0 queuing for example.com started, channel tcp_lmtpcs", turn("example.com").toString());
        assertEquals(250, inquire(new Command.Turn(new TurnNode.Queue("tcp_lmtpcs"))).code());
        assertEquals(459, inquire(new Command.Turn(new TurnNode.Queue("tcp_nowhere"))).code());
        keywords = "silentetrn";
        assertEquals("250 2.0.0 queuing for that node started", turn("silent.example").toString());
        keywords = "domainetrn";
        assertEquals(459, inquire(new Command.Turn(new TurnNode.Queue("tcp_local"))).code());
        assertEquals(250, inquire(new Command.Turn(new TurnNode.Subdomains("deep.example"))).code());
        keywords = "blocketrn";
        assertEquals(459, turn("blocked.example").code());
        keywords = "disableetrn";
        assertFalse(offer().has(Extension.ETRN));
        assertTrue(traced.stream().anyMatch(event -> event.kind() == TraceEvent.Kind.REFUSE && event.reason().equals("ETRN blocked.example")));
        assertEquals(6, traced.stream().filter(event -> event.kind() == TraceEvent.Kind.TURN).count());
    }

    @Test
    void p11AnswersVrfyAndExpnOnlyWhereAChannelOpensThem() {
        assertEquals("252 2.5.0", status(verify("alice@example.com", false)));
        assertEquals("502 5.5.1", status(inquire(new Command.Expand("team@example.com", false))));
        assertFalse(offer().has(Extension.EXPN));
        keywords = "vrfyallow expnallow";
        assertTrue(offer().has(Extension.EXPN));
        assertEquals("250 2.1.5 <alice@example.com>", verify("<alice@example.com>", false).toString());
        assertEquals("250 2.1.5 <alice@example.com>", verify("alice", false).toString());
        assertEquals("550 5.1.1", status(verify("nobody@example.com", false)));
        assertEquals("252 2.5.0", status(verify("who@remote.example", false)));
        assertEquals("252 2.6.8", status(verify("j\u00fcrgen@example.com", false)));
        assertEquals("250 2.1.5 <j\u00fcrgen@example.com>", verify("j\u00fcrgen@example.com", true).toString());
        assertEquals(List.of("<alice@example.com>", "<out@remote.example>"), inquire(new Command.Expand("team@example.com", false)).lines());
        assertEquals("550 5.2.4", status(inquire(new Command.Expand("alice@example.com", false))));
        assertEquals("550 5.1.1", status(inquire(new Command.Expand("nobody@example.com", false))));
        assertEquals("451 4.4.3", status(inquire(new Command.Expand("x@down.example", false))));
    }

    private static String delivered(NewMessage message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.message().edits().apply(message.content().open(), out);
        return out.toString(ISO_8859_1);
    }

    private Reply verify(String text, boolean utf8) {
        return inquire(new Command.Verify(text, utf8));
    }

    private static String status(Reply reply) {
        return reply.code() + " " + reply.status();
    }

    private Reply turn(String domain) {
        return inquire(new Command.Turn(new TurnNode.Domain(domain)));
    }

    private Reply inquire(Command.Inquiry inquiry) {
        return gate().onInquiry(new InquiryRequest(connection(), Optional.of(HELLO), login(), inquiry, greeted()));
    }

    private static Handling solicit(String... classes) {
        return Handling.NONE.withSolicitations(List.of(classes));
    }

    private NewMessage stored(Handling handling) {
        message(to(handling, "alice"), handling, "Subject: x\r\n\r\n");
        return stored.getLast();
    }

    private SessionNotes to(Handling handling, String... locals) {
        SessionNotes notes = mail(handling);
        for (String local : locals) {
            notes = accepted(rcpt(notes, handling, local, "example.com"));
        }
        return notes;
    }

    private static List<String> addresses(NewMessage message) {
        return message.entries().stream().flatMap(e -> e.recipients().stream()).map(r -> r.recipient().address().address()).toList();
    }

    private ServiceOffer offer() {
        MailRequest request = new MailRequest(connection(), HELLO, login(), 1, ReversePath.of(SENDER), MailParameters.NONE, greeted());
        return assertInstanceOf(Decision.Proceed.class, gate().onMail(request)).limits().offer();
    }

    private String offered() {
        return offer().extensions().keySet().stream().map(Extension::keyword).collect(Collectors.joining(" "));
    }

    private SessionNotes mail(Handling handling) {
        return accepted(onMail(handling));
    }

    private Decision onMail(Handling handling) {
        return gate().onMail(mailRequest(handling));
    }

    @Test
    @DisplayName("Q03 who wants to hear of success hears that an alias was expanded and no more of it")
    void q03WhoWantsToHearOfSuccessHearsThatAnAliasWasExpandedAndNoMoreOfIt() {
        NewMessage message = sent("team", Notify.SUCCESS, Notify.FAILURE);
        Decided decided = message.decided().getFirst();
        assertEquals(AttemptOutcome.Success.EXPANDED, decided.success());
        assertEquals("team@example.com", decided.recipient().address().address());
        assertEquals(List.of(new RcptParameters(Set.of(Notify.FAILURE), Optional.of(new OriginalRecipient("rfc822", "team@example.com")))), wishes(message));
        assertEquals(Set.of(Notify.NEVER), wishes(sent("team", Notify.SUCCESS)).getFirst().notifyOn(), "nothing else was wanted");
        assertEquals(List.of(), sent("team", Notify.FAILURE, Notify.DELAY).decided());
        assertEquals(Set.of(), wishes(sent("team")).getFirst().notifyOn());
    }

    @Test
    void anAliasOfOneRecipientPassesOnWhatWasAsked() {
        NewMessage message = sent("one", Notify.SUCCESS, Notify.FAILURE);
        assertEquals(List.of(), message.decided());
        assertEquals(Set.of(Notify.SUCCESS, Notify.FAILURE), wishes(message).getFirst().notifyOn());
    }

    @Test
    @DisplayName("Q03 what a sender wanted of a mailing list ends at the list and its owner hears of the rest")
    void q03WhatASenderWantedOfAMailingListEndsAtTheListAndItsOwnerHearsOfTheRest() {
        NewMessage message = sent("list", Notify.SUCCESS, Notify.FAILURE);
        assertEquals(AttemptOutcome.Success.DELIVERED, message.decided().getFirst().success());
        assertEquals(List.of(RcptParameters.NONE), wishes(message));
        assertEquals(2, message.entries().size());
        for (QueueEntry entry : message.entries()) {
            ClaimedEntry carried = new ClaimedEntry(entry, message.message());
            assertEquals("owner@example.com", carried.message().envelope().reversePath().address());
        }
        assertEquals("a@remote.example", message.message().envelope().reversePath().address());
    }

    @Test
    void nobodyHearsOfWhatHasTheNullReversePathNotEvenTheOwnerOfAList() {
        sender = ReversePath.NULL;
        NewMessage message = sent("list", Notify.SUCCESS);
        assertEquals(List.of(), message.decided());
        assertEquals(Optional.empty(), message.entries().getFirst().listOwner());
    }

    @Test
    @DisplayName("Q10 copies refused at the end of data are held reported or discarded as the channel says")
    void q10CopiesRefusedAtTheEndOfDataAreHeldReportedOrDiscardedAsTheChannelSays() {
        NewMessage held = toGraceAndAlice();
        assertEquals(List.of(true, false), held.entries().getFirst().recipients().stream().map(each -> each.state() instanceof RecipientState.Held).toList());
        assertEquals(List.of(), held.decided());
        keywords = "refusedcopies report";
        NewMessage reported = toGraceAndAlice();
        assertEquals(2, reported.entries().getFirst().recipients().size(), "held until the report is made");
        assertEquals("552 5.2.3", reported.decided().getFirst().answer().reply().toString().substring(0, 9));
        assertEquals("grace@example.com", reported.decided().getFirst().recipient().address().address());
        keywords = "refusedcopies discard";
        NewMessage discarded = toGraceAndAlice();
        assertEquals(List.of("alice@example.com"), discarded.entries().getFirst().recipients().stream().map(each -> each.recipient().address().address()).toList());
        TraceEvent event = discarded.trace().getLast();
        assertEquals(TraceEvent.Kind.DISCARD, event.kind());
        assertTrue(event.reason().startsWith("refusedcopies discard: ActualSize: "), event.reason());
        assertEquals(Optional.of("grace@example.com"), event.recipient());
    }

    /** 2,000 octets, of which grace takes 1,000. */
    private NewMessage toGraceAndAlice() {
        SessionNotes notes = accepted(rcpt(accepted(gate().onMail(mailRequest(Handling.NONE))), Handling.NONE, "grace", "example.com"));
        message(accepted(rcpt(notes, Handling.NONE, "alice", "example.com")), Handling.NONE, "Subject: x\r\n\r\n" + "x".repeat(2_000) + "\r\n");
        return stored.getLast();
    }

    @Test
    void whoIsReachedTwiceAndHeldOnceIsNotHeld() {
        SessionNotes notes = accepted(rcpt(accepted(gate().onMail(mailRequest(Handling.NONE))), Handling.NONE, "small", "example.com"));
        message(accepted(rcpt(notes, Handling.NONE, "alice", "example.com")), Handling.NONE, "Subject: x\r\n\r\n" + "x".repeat(2_000) + "\r\n");
        assertEquals(List.of("alice@example.com"), stored.getLast().entries().getFirst().recipients().stream().filter(QueuedRecipient::isWaiting)
                .map(each -> each.recipient().address().address()).toList());
    }

    @Test
    void aMessageToAListAndToAMemberIsTwoCopiesForThatMember() {
        SessionNotes notes = accepted(rcpt(accepted(gate().onMail(mailRequest(Handling.NONE))), Handling.NONE, "list", "example.com"));
        message(accepted(rcpt(notes, Handling.NONE, "alice", "example.com")), Handling.NONE, "Subject: x\r\n\r\n");
        assertEquals(2, stored.getLast().entries().stream().flatMap(entry -> entry.recipients().stream())
                .filter(each -> each.recipient().address().localPart().equals("alice")).count());
    }

    /** A message to that user or group of example.com with those wishes. */
    private NewMessage sent(String local, Notify... wishes) {
        RcptParameters parameters = new RcptParameters(Set.of(wishes), Optional.of(new OriginalRecipient("rfc822", local + "@example.com")));
        SessionNotes notes = accepted(gate().onMail(mailRequest(Handling.NONE)));
        message(accepted(rcpt(notes, Handling.NONE, ForwardPath.of(local, "example.com"), parameters)), Handling.NONE, "Subject: x\r\n\r\nbody\r\n");
        return stored.getLast();
    }

    private static List<RcptParameters> wishes(NewMessage message) {
        return message.entries().stream().flatMap(entry -> entry.recipients().stream()).map(each -> each.recipient().parameters()).distinct().toList();
    }

    private MailRequest mailRequest(Handling handling) {
        return new MailRequest(connection(), HELLO, login(), 1, sender, new MailParameters(size, MailParameters.NONE.body(), Optional.empty(), Optional.empty()).with(handling), greeted());
    }

    private SessionNotes greeted() {
        Gatekeeper gate = gate();
        SessionNotes notes = accepted(gate.onHello(new HelloRequest(connection(), HELLO, accepted(gate.onConnect(new ConnectRequest(connection(), 1, 1))))));
        return identity.<SessionNotes>map(user -> SessionFacts.in(notes).with(GateFacts.USER, user)).orElse(notes);
    }

    private Optional<String> login() {
        return identity.map(user -> user.mail().address());
    }

    private Decision rcpt(SessionNotes notes, Handling handling, String local, String domain) {
        return rcpt(notes, handling, ForwardPath.of(local, domain), RcptParameters.NONE);
    }

    private Decision rcpt(SessionNotes notes, Handling handling, ForwardPath path, RcptParameters parameters) {
        return gate().onRcpt(new RcptRequest(mailRequest(handling), 1, path, parameters, notes));
    }

    private Receipt message(SessionNotes notes, Handling handling, String content) {
        return gate().onMessage(new MessageRequest(mailRequest(handling), new MemoryContent(content.getBytes(ISO_8859_1)), NOW, notes));
    }

    private Connection connection() {
        return new Connection("s1", "smtp", IpAddress.parse("192.0.2.7"), 4711, IpAddress.parse("192.0.2.1"), 25, tls);
    }

    private static SessionNotes accepted(Decision decision) {
        return assertInstanceOf(Decision.Proceed.class, decision).notes();
    }

    private static String code(Decision decision) {
        Reply reply = assertInstanceOf(Decision.Refuse.class, decision).reply();
        return reply.code() + " " + reply.status();
    }

    private PolicySnapshot snapshot() {
        ChannelName local = PolicySnapshot.REMOTE_DELIVERY;
        ListenerPolicy listener = new ListenerPolicy("smtp", local, 10, 10, 10, 100, Duration.ofMinutes(5), Duration.ofHours(1));
        return new PolicySnapshot(1, Map.of("smtp", listener), Map.of(local, channel(local, "smtp://127.0.0.1:2526"), PolicySnapshot.LOCAL_DELIVERY,
                channel(PolicySnapshot.LOCAL_DELIVERY, "lmtp://127.0.0.1:2424")), List.of());
    }

    private Channel channel(ChannelName name, String nextHop) {
        return new Channel(name, OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(NextHop.parse(nextHop)),
                List.of(Duration.ofSeconds(5)), List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords));
    }

    private String gateOf = "none yet";
    private Gatekeeper gate;

    /** One gate as long as the keywords are the same: what it remembers is part of it. */
    private Gatekeeper gate() {
        if (!gateOf.equals(keywords)) {
            gateOf = keywords;
            gate = newGate(snapshot());
        }
        return gate;
    }

    private Gatekeeper newGate(PolicySnapshot policy) {
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
        Scanners none = new Scanners(scanner -> {
            throw new IllegalStateException("nobody is asked");
        }, silent, clock(), clock());
        SideBySide nobody = new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> questions) {
                return questions.stream().map(question -> question.ask().get()).toList();
            }
        };
        return new Assembly(new Assembly.Names("mx.example", "example.com"), new Demo(), () -> policy, clock()).knowing(offers).asking(NameService.of(dns, new InTurn(), new AlarmList(), "mx.example", clock(), clock()))
                .gatekeeper(new ScanRound(nobody, none), message -> {
                    stored.add(message);
                    return new Receipt.Accepted("Q" + stored.size());
                }, Backlog.none(), (route, node) -> turned.add(route.channel() + " " + node), traced::add, new Random(1));
    }

    private Clock clock() {
        InstantSource source = time::get;
        return source.withZone(ZoneOffset.UTC);
    }

    /** example.com, example.org and example.net with everybody but nobody; nora wants no adult solicitations, quiet.example none at all; grace takes 1,000 octets. */
    private static final class Demo implements Directory {
        @Override
        public Match<MailDomain> domain(String name) {
            return switch (name) {
                case "example.com", "example.org", "example.net" -> new Match.Found<>(new MailDomain(name, "o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), List.of()));
                case "quiet.example" -> new Match.Found<>(
                        new MailDomain(name, "o=demo", AccountStatus.ACTIVE, OptionalLong.empty(), Treatment.of(List.of(), new NoSolicit(List.of("*")))));
                case "down.example" -> new Match.Unavailable<>("no answer");
                default -> new Match.NotFound<>();
            };
        }

        @Override
        public Match<MailAccount> account(MailDomain domain, Mailbox address) {
            OptionalLong max = address.localPart().equals("grace") ? OptionalLong.of(1000) : OptionalLong.empty();
            NoSolicit unwanted = address.localPart().equals("nora") ? new NoSolicit(List.of("net.example:adlt")) : NoSolicit.NONE;
            return switch (address.localPart()) {
                case "nobody" -> new Match.NotFound<>();
                case "list" -> new Match.Found<>(new MailGroup("cn=list", address, AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(),
                        false, List.of(), Optional.of(new Mailbox("owner", "example.com")), List.of(new Mailbox("alice", "example.com"), new Mailbox("out", "remote.example"))));
                case "small" -> new Match.Found<>(new MailGroup("cn=small", address, AccountStatus.ACTIVE, OptionalLong.of(1000), false, List.of(), List.of(), List.of(),
                        false, List.of(), List.of(new Mailbox("alice", "example.com"))));
                case "one" -> new Match.Found<>(new MailUser("uid=one", "one", address, AccountStatus.ACTIVE, max, false, List.of(new Mailbox("out", "remote.example")),
                        Optional.empty(), Treatment.of(List.of(), unwanted)));
                case "team" -> new Match.Found<>(new MailGroup("cn=team", address, AccountStatus.ACTIVE, OptionalLong.empty(), false, List.of(), List.of(), List.of(),
                        false, List.of(), List.of(new Mailbox("alice", "example.com"), new Mailbox("out", "remote.example"))));
                default -> new Match.Found<>(new MailUser("uid=" + address.localPart(), address.localPart(), address, AccountStatus.ACTIVE, max, true, List.of(),
                        Optional.empty(), Treatment.of(List.of(), unwanted)));
            };
        }
    }
}
