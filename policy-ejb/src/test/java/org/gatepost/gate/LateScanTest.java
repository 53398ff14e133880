package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.gate.LateScan.Fate;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.scan.Awaited;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanQuestion;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerPolicy.OnFailure;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateScanTest {

    private static final String TEXT = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nMessage-ID: <1@remote.example>\r\n\r\nText.\r\n";
    private static final ScanAnswer CLEAN = ScanAnswer.of(new ScanVerdict.Clean());
    private static final Mailbox JUDY = new Mailbox("judy", "example.com");
    private static final Mailbox ALICE = new Mailbox("alice", "example.com");

    private final ScriptedGate gate = new ScriptedGate();

    @BeforeEach
    void clamdIsDown() {
        gate.onFailure = OnFailure.RESCAN;
        gate.engines.put("clamd", question -> ScanAnswer.unavailable("down"));
    }

    @Test
    void f11WhatNoEngineAnswersAboutIsAcceptedAndHeldUntilOneDoes() {
        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("judy held by Rescan: waits for clamd[]", "alice held by Rescan: waits for clamd[]"), states(message));
        assertEquals(2, message.entries().size(), "what becomes of one copy is nothing to another");
        assertEquals(Set.of("unscanned:clamd"), message.message().marks());

        assertEquals(Map.of(JUDY, new Fate.Wait(), ALICE, new Fate.Wait()), ask());
        gate.engines.put("clamd", question -> CLEAN);
        assertEquals(Map.of(JUDY, new Fate.Deliver("clamd: clean"), ALICE, new Fate.Deliver("clamd: clean")), ask());
    }

    @Test
    void c24WhatWaitsForAnEngineGoesThroughTheFilterWhenItIsReleased() {
        gate.filtered = true;
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("judy held by Rescan: waits for clamd[]"), states(message));
        assertEquals("tcp_scan", message.entries().getFirst().route().channel().value());
        assertEquals("tcp_lmtpcs", message.entries().getFirst().route().onward().orElseThrow().channel().value());
    }

    @Test
    void f11AnEngineThatAnswersLateRefusesNobodyAnyMore() {
        gate.engines.put("clamd", question -> ScanAnswer.of(new ScanVerdict.Infected(List.of("Eicar"))));
        assertEquals(new Fate.Hold("quarantine_infected", "ContentScan: infected: Eicar (clamd: infected, Eicar)"), ask().get(JUDY));
        gate.engines.put("clamd", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(ALICE, ScanFinding.of(new ScanVerdict.Forbidden(List.of("x.exe")))),
                List.of()));
        assertEquals(Map.of(JUDY, new Fate.Deliver("clamd: clean"), ALICE, new Fate.Hold("quarantine_suspect", "ContentScan: forbidden: x.exe (clamd: forbidden, x.exe)")), ask());
        gate.engines.put("clamd", question -> wishing(new ScanWish.Refuse(Reply.of(554, "5.7.1", "no"))));
        assertEquals(new Fate.Hold("quarantine_suspect", "ContentScan: clamd wants it refused: 554 5.7.1 no (clamd: clean)"), ask().get(JUDY));
        gate.engines.put("clamd", question -> wishing(new ScanWish.Refuse(Reply.of(451, "4.7.1", "later"))));
        assertEquals(new Fate.Wait(), ask().get(JUDY));
        gate.engines.put("clamd", question -> wishing(new ScanWish.Discard()));
        assertEquals(new Fate.Hold("quarantine_suspect", "ContentScan: clamd: wants it discarded (clamd: clean)"), ask().get(JUDY));
    }

    @Test
    void spamGoesItsWayUnlessARuleOfVerdictsIsForIt() {
        gate.engines.put("clamd", question -> ScanAnswer.of(ScanFinding.of(new ScanVerdict.Spam(9, 5), "Spam-Test: True")));
        assertEquals(new Fate.Deliver("clamd: spam, 9.0 of 5.0"), ask().get(JUDY));
        gate.rule(new ScanRule("clamd", Set.of(), List.of(), Set.of(), Optional.empty(), List.of(ScanRule.Verdict.of("*", "discard;")), Optional.empty(), Optional.empty()));
        assertEquals(new Fate.Hold("quarantine_spam", "ContentScan: a rule of verdicts is for it (clamd: spam, 9.0 of 5.0)"), ask().get(JUDY));
    }

    @Test
    void whatCannotBeLookedIntoWillNotBeLaterAndIsHeldAtOnce() {
        gate.engines.put("clamd", question -> ScanAnswer.of(new ScanVerdict.Unscannable("too deep")));
        assertEquals(List.of("judy held by quarantine_suspect: ContentScan: clamd: could not look: too deep (clamd: could not look: too deep)"), states(gate.send(TEXT, "judy@example.com")));
        assertEquals(new Fate.Hold("quarantine_suspect", "ContentScan: clamd: could not look: too deep (clamd: could not look: too deep)"), ask().get(JUDY));
    }

    @Test
    void eachCopyWaitsForItsOwnEnginesAndIsAskedForWithItsValues() {
        gate.engineChannels = Set.of();
        gate.rule(ScanChoiceTest.rule("virus"));
        gate.treatment("judy", ScriptedGate.optIns("virus"));
        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("judy held by Rescan: waits for clamd[virus]", "alice waits"), states(message));
        gate.asked.clear();
        gate.lateScan().ask(waiting(Map.of(JUDY, "waits for clamd[virus]")));
        assertEquals(List.of("clamd judy[virus]"), gate.asked);
    }

    @Test
    void whatAnotherRuleHoldsAsWellIsHeldByItWhenTheEngineHasAnswered() {
        gate.keywords += " holdlimit 1";
        gate.octetsMax.put("bob", 10L);
        NewMessage message = gate.send(TEXT, "judy@example.com", "both@example.com");
        assertEquals(List.of("judy held by Rescan: waits for clamd[] then HoldLimit: 3 copies, 1 may go", "alice held by Rescan: waits for clamd[] then HoldLimit: 3 copies, 1 may go",
                "bob held by Rescan: waits for clamd[] then ActualSize: a message of 103 octets is over this recipient's limit"), states(message));
        gate.engines.put("clamd", question -> CLEAN);
        assertEquals(new Fate.Hold("HoldLimit", "3 copies, 1 may go"), ask("waits for clamd[] then HoldLimit: 3 copies, 1 may go"));
        gate.engines.put("clamd", question -> ScanAnswer.of(new ScanVerdict.Infected(List.of("Eicar"))));
        assertEquals(new Fate.Hold("quarantine_infected", "ContentScan: infected: Eicar (clamd: infected, Eicar)"), ask("waits for clamd[] then HoldLimit: 3 copies, 1 may go"));
    }

    @Test
    void whatIsInQuarantineAsWellIsNotThereUntilTheEngineHasAnsweredAndItsUserCannotLetItOutUnscanned() {
        gate.engines.put("judge", question -> wishing(new ScanWish.Quarantine("odd")));
        assertTrue(states(gate.send(TEXT, "judy@example.com")).getFirst().startsWith("judy held by Rescan: waits for clamd[] then quarantine_suspect: ContentScan: judge: odd ("));
        gate.engines.remove("judge");
        gate.filter("system", "require \"hold\"; hold \"look\";");
        assertEquals(List.of("judy held by Rescan: waits for clamd[] then quarantine_suspect: Sieve of system: look (clamd: could not be asked: down)"), states(gate.send(TEXT, "judy@example.com")));
        gate.engines.put("clamd", question -> CLEAN);
        assertEquals(new Fate.Hold("quarantine_suspect", "Sieve of system: look"), ask("waits for clamd[] then quarantine_suspect: Sieve of system: look"));
    }

    @Test
    void whatItsScriptRefusesOrThrowsAwayWaitsForTheEngineFirst() {
        gate.script("judy", "require \"reject\"; reject \"no\";");
        assertEquals(List.of("judy held by Rescan: waits for clamd[] then Sieve of user judy@example.com: reject", "alice held by Rescan: waits for clamd[]"),
                states(gate.send(TEXT, "judy@example.com", "alice@example.com")));
        gate.keepsDiscarded = true;
        gate.script("judy", "discard;");
        assertTrue(states(gate.send(TEXT, "judy@example.com")).getFirst().startsWith("judy held by Rescan: waits for clamd[] then filter_discard: "));
    }

    @Test
    void whatIsSentOnToOneWhoIsHeldBySomethingElseIsHeldByThatAfterwards() {
        gate.octetsMax.put("bob", 10L);
        gate.script("judy", "redirect \"both@example.com\";");
        assertEquals(List.of("alice held by Rescan: waits for clamd[]", "bob held by Rescan: waits for clamd[] then Sieve of user judy@example.com: 103 octets are too many for it"),
                states(gate.send(TEXT, "judy@example.com")));
    }

    @Test
    void whatAConversionHoldsIsHeldByItWhenTheEngineHasAnswered() {
        gate.tables("CONVERSIONS\n  *  Yes\n");
        gate.conversions = "in-type=text; hold=\"look at it\"";
        assertEquals(List.of("judy held by Rescan: waits for clamd[] then Conversions: site line 1: part 1 text/plain: look at it"), states(gate.send(TEXT, "judy@example.com")));
    }

    private Fate ask(String why) {
        return gate.lateScan().ask(waiting(Map.of(JUDY, why))).get(JUDY);
    }

    @Test
    void whatWaitsForAnEngineThatIsGoneIsHeld() {
        assertEquals(new Fate.Hold("quarantine_suspect", "ContentScan: there is no engine other any more"), gate.lateScan().ask(waiting(Map.of(JUDY, "waits for other[]"))).get(JUDY));
        assertEquals(new Fate.Hold("quarantine_suspect", "ContentScan: waits for nobody: by hand"), gate.lateScan().ask(waiting(Map.of(JUDY, "by hand"))).get(JUDY));
    }

    @Test
    void c27AnEngineThatIsAskedLaterHearsOfTheClientTheMessageCameFrom() {
        ScanQuestion.Client came = new ScanQuestion.Client(IpAddress.parse("192.0.2.9"), 4711, Optional.empty(), "c.example", Optional.empty(), Optional.of("judy"));
        List<String> heard = new ArrayList<>();
        gate.engines.put("clamd", question -> {
            heard.add(question.client().map(client -> client.address() + " " + client.port() + " " + client.hello() + " " + client.identity().orElse("")).orElse("nobody")
                    + " <" + question.sender().address() + ">");
            return CLEAN;
        });
        gate.lateScan().ask(new LateScan.Waiting("rescan/1", new MemoryContent(TEXT.getBytes(StandardCharsets.US_ASCII)), Optional.of(came),
                ReversePath.of(new Mailbox("a", "remote.example")), Map.of(JUDY, "waits for clamd[]")));
        assertEquals(List.of("192.0.2.9 4711 c.example judy <a@remote.example>"), heard);
    }

    private Map<Mailbox, Fate> ask() {
        return gate.lateScan().ask(waiting(Map.of(JUDY, Awaited.text(List.of(new Awaited("clamd", List.of()))), ALICE, "waits for clamd[]")));
    }

    private static LateScan.Waiting waiting(Map<Mailbox, String> copies) {
        return new LateScan.Waiting("rescan/1", new MemoryContent(TEXT.getBytes(StandardCharsets.US_ASCII)), Optional.empty(), ReversePath.NULL, copies);
    }

    private static ScanAnswer wishing(ScanWish wish) {
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(wish));
    }

    private static List<String> states(NewMessage message) {
        return message.entries().stream().flatMap(entry -> entry.recipients().stream()).map(each -> each.recipient().address().localPart()
                + (each.state() instanceof RecipientState.Held(String by, String why) ? " held by " + by + ": " + why : " waits")).toList();
    }
}
