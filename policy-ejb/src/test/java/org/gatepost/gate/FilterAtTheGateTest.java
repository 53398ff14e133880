package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.gatepost.hop.AwayCopies;
import org.gatepost.hop.HopSecret;
import org.gatepost.mail.ChannelName;
import org.gatepost.mail.HeaderEdits;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.BodyType;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.stage.Match;
import org.gatepost.trace.TraceEvent;
import org.gatepost.trace.TraceEvent.Kind;
import org.junit.jupiter.api.Test;

/** Mail through a filter that is a next hop: what leaves for it, and what is believed of what comes back. */
class FilterAtTheGateTest {

    private static final String MESSAGE = "From: a@remote.example\r\nX-Spam-Flag: NO\r\nSubject: x\r\n\r\nhello\r\n";

    private boolean keyless;
    private final HopSecret secret = new HopSecret(() -> new byte[32]);
    private final HopSecret asked = new HopSecret(() -> {
        if (keyless) {
            throw new IllegalStateException("no key");
        }
        return new byte[32];
    });
    private final List<AwayCopies.Fate> fates = new ArrayList<>();
    private final Set<Mailbox> back = new HashSet<>();
    private final TestGate gate = new TestGate(assembly -> assembly.takingBack(asked, new InMemory()));
    private Optional<String> unavailable = Optional.empty();
    private Runnable meanwhile = () -> { };

    /** The copies of the gate's only message, as the queue would have them. */
    private final class InMemory implements AwayCopies {
        @Override
        public Match<Away> of(UUID id) {
            if (unavailable.isPresent()) {
                return new Match.Unavailable<>(unavailable.get());
            }
            NewMessage message = gate.stored.getFirst();
            return message.entries().stream().filter(entry -> entry.id().equals(id)).findFirst().<Match<Away>>map(entry -> new Match.Found<>(new Away(id, message.message().id(), entry.route(),
                    "a@remote.example", "s1", 1, entry.edits().orElse(message.message().edits()),
                    entry.recipients().stream().map(each -> each.recipient().address()).filter(each -> !back.contains(each)).toList()))).orElseGet(Match.NotFound::new);
        }

        @Override
        public boolean returned(Away away, Set<Mailbox> recipients, Fate fate, List<TraceEvent> trace) {
            if (unavailable.isPresent()) {
                throw new IllegalStateException(unavailable.get());
            }
            meanwhile.run();
            if (recipients.stream().anyMatch(back::contains)) {
                return false;
            }
            back.addAll(recipients);
            fates.add(fate);
            gate.traced.addAll(trace);
            return true;
        }
    }

    FilterAtTheGateTest() {
        filtering("hophold spam=X-Spam-Flag:YES* X-Amavis-Alert:* infected=X-Virus-Scanned:*eicar* hopdiscard X-Virus-Scanned:INFECTED*");
        gate.listener("return", "tcp_return");
    }

    private void filtering(String keywords) {
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "maytlsserver aliasdetourhost tcp_scan");
        gate.channel("tcp_scan", "smtp://127.0.0.1:10024", keywords);
        gate.channel("tcp_return", "", "hopreturn tcp_scan hopclients 192.0.2.7");
    }

    private String accepted(String... recipients) {
        TestGate.Session session = gate.session("smtp");
        session.mail("a@remote.example");
        for (String recipient : recipients) {
            assertEquals("250", session.rcpt(recipient));
        }
        assertEquals("250", session.message(MESSAGE));
        return secret.envid(gate.entry().id());
    }

    private String returned(String envid, String content, String... recipients) {
        TestGate.Session session = gate.session("return");
        String said = session.mailUnder(envid, "a@remote.example");
        for (String recipient : recipients) {
            said = said.equals("250") ? session.rcpt(recipient) : said;
        }
        return said.equals("250") ? session.message(content) : said;
    }

    @Test
    void c24AcceptedCopiesLeaveForTheFilterAndKeepTheWayTheyWouldHaveGone() {
        accepted("heidi@example.com");
        List<Route> routes = gate.stored.getFirst().entries().stream().map(QueueEntry::route).toList();
        assertTrue(routes.stream().allMatch(route -> route.channel().value().equals("tcp_scan")), routes.toString());
        assertEquals(Set.of("tcp_lmtpcs", "tcp_local"), new HashSet<>(routes.stream().map(route -> route.onward().orElseThrow().channel().value()).toList()));
        assertEquals("tcp_local", gate.stored.getFirst().message().origin().sourceChannel().value());
    }

    @Test
    void c24WhoIsReachedTwiceAndHeldOnceGoesToTheFilterOnce() {
        gate.tables("ORIG_SEND_ACCESS\n  *|robert@*  $H\n");
        accepted("robert@example.com", "bob@example.com");
        QueueEntry entry = gate.entry();
        assertEquals(1, entry.waiting().size());
        assertEquals(1, entry.recipients().size());
        assertEquals("tcp_lmtpcs", entry.route().onward().orElseThrow().channel().value());
    }

    @Test
    void c24WhatIsHeldForAPersonGoesPastTheFilterAndWaitsApartFromWhatGoes() {
        gate.tables("ORIG_SEND_ACCESS\n  *|robert@*  $H\n");
        accepted("robert@example.com", "alice@example.com");
        List<QueueEntry> entries = gate.stored.getFirst().entries();
        assertEquals(List.of(Optional.empty(), Optional.of(new Route(new ChannelName("tcp_lmtpcs"), "tcp_lmtpcs"))), entries.stream().map(each -> each.route().onward()).toList());
        assertEquals(List.of(false, true), entries.stream().map(QueueEntry::isWaiting).toList());
    }

    @Test
    void c24WhatOnlyTheFilterMaySayIsTakenOutOfWhatClientsSend() {
        accepted("alice@example.com");
        assertFalse(gate.sent(MESSAGE).contains("X-Spam-Flag"), gate.sent(MESSAGE));
        assertTrue(gate.sent(MESSAGE).endsWith("From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n"), gate.sent(MESSAGE));
    }

    @Test
    void c24MailOfOtherChannelsGoesAsEver() {
        TestGate.Session session = gate.session("submission").encrypt().login("alice");
        session.send("alice@example.com", "bob@example.com", MESSAGE.replace("a@remote.example", "alice@example.com"));
        assertEquals(Optional.empty(), gate.entry().route().onward());
        assertTrue(gate.sent(MESSAGE).contains("X-Spam-Flag: NO"));
    }

    @Test
    void c24WhatComesBackGoesOnWithTheFiltersWordAndNothingElseOfIt() throws Exception {
        String envid = accepted("alice@example.com");
        assertEquals("250", returned(envid, "Received: by amavisd\r\nX-Spam-Flag: NO\r\nX-Other: 1\r\nX-Spam-Status: No,\r\n score=1 \u00e9\r\nSubject: changed\r\n\r\nother\r\n", "alice@EXAMPLE.com"));
        HeaderEdits edits = assertInstanceOf(AwayCopies.Text.Ours.class, assertInstanceOf(AwayCopies.Fate.Onward.class, fates.getFirst()).text()).edits();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        edits.apply(new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.ISO_8859_1)), out);
        String sent = out.toString(StandardCharsets.UTF_8);
        assertTrue(sent.startsWith("X-Spam-Flag: NO\r\nX-Spam-Status: No, score=1 ?\r\nReceived: from client.example"), sent);
        assertTrue(sent.endsWith("From: a@remote.example\r\nSubject: x\r\n\r\nhello\r\n"), sent);
        TraceEvent event = gate.traced.getLast();
        assertEquals(Kind.RELEASE, event.kind());
        assertEquals("back from tcp_scan, on by tcp_lmtpcs", event.reason());
        assertEquals(1, gate.stored.size());
    }

    @Test
    void c24WhereTheChannelWantsItWhatGoesOnIsTheFiltersContentAndTheTraceSaysSo() throws Exception {
        filtering("hopcontent");
        String envid = accepted("alice@example.com");
        String changed = "X-Spam-Flag: NO\r\nSubject: [tagged] x\r\n\r\nh\u00e9llo\r\n";
        assertEquals("250", returned(envid, changed, "alice@example.com"));
        AwayCopies.Text.Returned text = assertInstanceOf(AwayCopies.Text.Returned.class, assertInstanceOf(AwayCopies.Fate.Onward.class, fates.getFirst()).text());
        assertEquals(BodyType.EIGHT_BIT_MIME, text.body());
        try (InputStream in = text.content().open()) {
            assertEquals(changed, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        }
        TraceEvent was = gate.traced.get(gate.traced.size() - 2);
        TraceEvent is = gate.traced.getLast();
        assertEquals(List.of(gate.stored.getFirst().message().id(), text.id()), List.of(was.queueId().orElseThrow(), is.queueId().orElseThrow()));
        assertEquals(text.id().toString(), was.details().get("contentChangedTo"));
        assertEquals(was.queueId().orElseThrow().toString(), is.details().get("contentChangedFrom"));
        assertEquals(List.of(Kind.RELEASE, Kind.RELEASE), List.of(was.kind(), is.kind()));
    }

    @Test
    void c24AVerdictAfterOurAnswerHoldsOrThrowsAwayByARuleThatIsNamed() {
        String envid = accepted("alice@example.com", "bob@example.com");
        assertEquals("250", returned(envid, "X-Spam-Flag: YES\r\n\r\nx\r\n", "alice@example.com"));
        assertEquals(List.of("quarantine_spam", "hophold: x-spam-flag:yes* of channel tcp_scan"), List.of(assertInstanceOf(AwayCopies.Fate.Held.class, fates.getFirst()).by(),
                ((AwayCopies.Fate.Held) fates.getFirst()).why()));
        assertEquals(Kind.HOLD, gate.traced.getLast().kind());
        assertEquals("250", returned(envid, "X-Spam-Flag: YES\r\nX-Virus-Scanned: infected by x\r\n\r\nx\r\n", "bob@example.com"));
        assertInstanceOf(AwayCopies.Fate.Discarded.class, fates.getLast());
        assertEquals("hopdiscard: x-virus-scanned:infected* of channel tcp_scan", gate.traced.getLast().reason());
    }

    @Test
    void c24WhatTheFilterSaysPutsACopyIntoQuarantineOfItsKind() {
        for (String field : List.of("X-Virus-Scanned: found EICAR", "X-Amavis-Alert: BAD HEADER")) {
            gate.stored.clear();
            back.clear();
            assertEquals("250", returned(accepted("alice@example.com"), field + "\r\n\r\nx\r\n", "alice@example.com"));
        }
        assertEquals(List.of("quarantine_infected", "quarantine_suspect"), fates.stream().map(fate -> ((AwayCopies.Fate.Held) fate).by()).toList());
    }

    @Test
    void c24NobodyButTheFilterBringsAnythingBack() {
        String envid = accepted("alice@example.com");
        assertEquals("550 5.7.1", returned("", MESSAGE, "alice@example.com"));
        assertEquals("550 5.7.1", returned(envid.substring(0, envid.length() - 2) + "AA", MESSAGE, "alice@example.com"));
        assertEquals("550 5.7.1", returned(secret.envid(new UUID(1, 2)), MESSAGE, "alice@example.com"));
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "bob@example.com"));
        gate.channel("tcp_return", "", "hopreturn tcp_scan");
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "alice@example.com"), "not the filter's address");
        gate.channel("tcp_scan2", "smtp://127.0.0.1:10026", "");
        gate.channel("tcp_return", "", "hopreturn tcp_scan2 hopclients 192.0.2.7");
        gate.channel("tcp_return1", "", "hopreturn tcp_scan");
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "alice@example.com"), "another filter's channel");
        assertEquals(List.of(), fates);
        assertTrue(gate.traced.stream().filter(event -> event.kind() == Kind.REFUSE).allMatch(event -> event.reason().startsWith("FilterReturn: ")));
    }

    @Test
    void c24ASecretServesOnceForEachCopy() {
        String envid = accepted("alice@example.com", "bob@example.com");
        assertEquals("250", returned(envid, MESSAGE, "alice@example.com"));
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "alice@example.com"));
        assertEquals("250", returned(envid, MESSAGE, "bob@example.com"));
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "bob@example.com"));
        assertEquals(2, fates.size());
    }

    @Test
    void c24WhileTheQueueCannotBeReadTheFilterKeepsIt() {
        String envid = accepted("alice@example.com");
        TestGate.Session session = gate.session("return");
        session.mailUnder(envid, "a@remote.example");
        session.rcpt("alice@example.com");
        unavailable = Optional.of("no answer");
        assertEquals("451 4.3.0", session.message(MESSAGE));
        assertEquals("451 4.3.0", returned(envid, MESSAGE, "alice@example.com"));
    }

    @Test
    void c24AKeyThatCannotBeReadIsTracedAndTheFilterKeepsIt() {
        String envid = accepted("alice@example.com");
        keyless = true;
        assertEquals("451 4.3.0", returned(envid, MESSAGE, "alice@example.com"));
        assertEquals("FilterReturn: the key of what is awaited cannot be read: no key", gate.traced.getLast().reason());
        assertEquals("451 4.3.0", gate.session("smtp").mailUnder(envid, "a@remote.example"), "perhaps it came back by the wrong channel");
        assertEquals(Kind.REFUSE, gate.traced.getLast().kind());
        keyless = false;
        assertEquals("250", returned(envid, MESSAGE, "alice@example.com"));
    }

    @Test
    void c24WhereOneCameBackMeanwhileTheFilterTriesAgainAndNobodyIsLost() {
        String envid = accepted("alice@example.com", "bob@example.com");
        meanwhile = () -> back.add(new Mailbox("alice", "example.com"));
        assertEquals("451 4.3.0", returned(envid, MESSAGE, "alice@example.com", "bob@example.com"));
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "alice@example.com"));
        assertEquals("250", returned(envid, MESSAGE, "bob@example.com"));
        assertEquals(1, fates.size());
    }

    @Test
    void c24WhereAllCameBackMeanwhileNothingIsAwaited() {
        String envid = accepted("alice@example.com");
        meanwhile = () -> back.add(new Mailbox("alice", "example.com"));
        assertEquals("550 5.7.1", returned(envid, MESSAGE, "alice@example.com"));
    }

    @Test
    void c25WhatComesBackElsewhereIsNoNewMessage() {
        String envid = accepted("alice@example.com");
        assertEquals("550 5.4.6", gate.session("smtp").mailUnder(envid, "a@remote.example"));
        assertEquals("250", gate.session("smtp").mailUnder("gph.somebody's own", "a@remote.example"));
        assertEquals(1, gate.stored.size());
    }

    @Test
    void c25APolicyInWhichMailWouldGoRoundOrStayAwayIsRefused() {
        gate.channel("tcp_return", "", "hopreturn tcp_scan aliasdetourhost tcp_scan");
        assertWrong("channel tcp_return: what comes back by hopreturn is not sent to a filter again (aliasdetourhost)");
        gate.channel("tcp_return", "", "");
        assertWrong("channel tcp_local: aliasdetourhost names tcp_scan, and no channel says hopreturn tcp_scan");
        gate.channel("tcp_return", "", "hopreturn tcp_scan");
        gate.channel("tcp_scan", "mx", "");
        assertTrue(assertThrows(IllegalArgumentException.class, gate::compiled).getMessage().contains("tcp_scan, which has no fixed destination"));
        gate.channel("tcp_local", "smtp://127.0.0.1:2526", "aliasdetourhost tcp_gone");
        gate.channel("tcp_return", "", "");
        assertWrong("channel tcp_local: aliasdetourhost names tcp_gone, which is not defined");
    }

    private void assertWrong(String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, gate::compiled).getMessage());
    }
}
