package org.gatepost.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.gatepost.directory.SendingLimits;
import org.gatepost.directory.Treatment;
import org.gatepost.mail.NoSolicit;
import org.gatepost.queue.NewMessage;
import org.gatepost.queue.RecipientState;
import org.gatepost.scan.ScanAnswer;
import org.gatepost.scan.ScanFinding;
import org.gatepost.scan.ScanRule;
import org.gatepost.scan.ScanVerdict;
import org.gatepost.scan.ScanWish;
import org.gatepost.scan.ScannerPolicy;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.trace.TraceEvent;
import org.junit.jupiter.api.Test;

/** Which engines are asked about which copies, and what becomes of their verdicts. */
class ScanChoiceTest {

    private static final String TEXT = "From: a@remote.example\r\nTo: judy@example.com\r\nSubject: Hello\r\nMessage-ID: <1@remote.example>\r\n\r\nText.\r\n";
    private static final ScanAnswer CLEAN = ScanAnswer.of(new ScanVerdict.Clean());
    private static final ScanAnswer EICAR = ScanAnswer.of(ScanFinding.of(new ScanVerdict.Infected(List.of("Eicar")), "Virus-Test: True; Eicar"));

    private final ScriptedGate gate = new ScriptedGate();

    static ScanRule rule(String... optIns) {
        return new ScanRule("clamd", Set.of(), List.of("channel"), Set.of(optIns), Optional.of("none"), List.of(), Optional.empty(), Optional.empty());
    }

    private static ScanRule judged(String pattern, String script, String stringAction, String nullAction) {
        return new ScanRule("clamd", Set.of(), List.of(), Set.of(), Optional.empty(), pattern.isEmpty() ? List.of() : List.of(ScanRule.Verdict.of(pattern, script)),
                Optional.of(stringAction).filter(text -> !text.isEmpty()), Optional.of(nullAction).filter(text -> !text.isEmpty()));
    }

    private void clean() {
        gate.engines.put("clamd", question -> CLEAN);
    }

    /** What is only tried is asked, and nothing follows: not even scripts hear of it. */
    @Test
    void oneEngineIsTriedBesideOthersThatAreMeant() {
        gate.engines.put("judge", question -> CLEAN);
        gate.engines.put("clamd", question -> EICAR);
        assertEquals(550, gate.refused(TEXT, "judy@example.com").code());
        gate.keywords = ScriptedGate.FOLDERS + " logonly scanner:clamd";
        gate.filter("system", "require [\"virustest\", \"relational\", \"comparator-i;ascii-numeric\", \"reject\"];\r\n"
                + "if virustest :value \"ge\" :comparator \"i;ascii-numeric\" \"4\" { reject \"infected\"; }");
        NewMessage taken = gate.send(TEXT, "judy@example.com");
        assertEquals(Set.of("would-refuse:scanner:clamd"), taken.message().marks());
        TraceEvent tried = gate.traced.stream().filter(event -> event.kind() == TraceEvent.Kind.WOULD_REFUSE).findFirst().orElseThrow();
        assertEquals("scanner:clamd: infected: Eicar", tried.reason());
        assertEquals(550, tried.reply().orElseThrow().code());
        assertEquals(List.of("judge: clean", "clamd: infected, Eicar (only tried)"), taken.trace().getFirst().details().get("verdicts"));
        gate.engines.put("judge", question -> EICAR);
        assertEquals(550, gate.refused(TEXT, "judy@example.com").code(), "the other is meant");
    }

    @Test
    void anEngineOnTrialThatCannotBeAskedKeepsNothingBack() {
        gate.engines.put("clamd", question -> ScanAnswer.unavailable("no route"));
        gate.keywords = ScriptedGate.FOLDERS + " logonly scanner:clamd";
        for (ScannerPolicy.OnFailure either : List.of(ScannerPolicy.OnFailure.DEFER, ScannerPolicy.OnFailure.RESCAN)) {
            gate.onFailure = either;
            assertTrue(gate.send(TEXT, "judy@example.com").entries().getFirst().recipients().getFirst().state() instanceof RecipientState.Waiting, either.name());
        }
        assertEquals(List.of("scanner:clamd: clamd: no route", "scanner:clamd: judy@example.com would be held: it could not be asked"), gate.traced.stream()
                .filter(event -> event.kind() == TraceEvent.Kind.WOULD_REFUSE).map(TraceEvent::reason).toList());
    }

    /** A recipient without copies is nobody an engine could speak against. */
    @Test
    void whomATableGivesNothingIsNotJudgedAgain() {
        gate.engines.put("clamd", question -> EICAR);
        gate.engineChannels = Set.of();
        gate.rule(rule("virus"));
        gate.treatment("bob", ScriptedGate.optIns("virus"));
        gate.tables("MAIL_ACCESS\n  *|judy@*  $Y$B\n");
        NewMessage message = gate.send(TEXT, "judy@example.com", "bob@example.com", "alice@example.com");
        assertEquals(List.of("bob@example.com", "alice@example.com"), message.entries().stream().flatMap(entry -> entry.recipients().stream())
                .map(recipient -> recipient.recipient().address().address()).toList());
    }

    @Test
    void f03TheSourceChannelChoosesForEverybody() {
        clean();
        gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("clamd judy[] bob[]"), gate.asked);
    }

    @Test
    void f03TheDestinationChannelChooses() {
        clean();
        gate.engineChannels = Set.of();
        gate.identity = ScriptedGate.ALICE;
        gate.rule(new ScanRule("clamd", Set.of(PolicySnapshot.LOCAL_DELIVERY), List.of("in"), Set.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
        gate.send(TEXT, "judy@example.com", "out@remote.example");
        assertEquals(List.of("clamd judy[in]"), gate.asked);
    }

    @Test
    void f04f07TheValuesOfChannelDomainAndUserAreAddedTogetherAndPassedOn() {
        clean();
        gate.rule(rule("virus"));
        gate.domain = ScriptedGate.optIns("virus", "extra");
        gate.treatment("judy", ScriptedGate.optIns("own"));
        gate.send(TEXT, "judy@example.com");
        assertEquals(List.of("clamd judy[channel, virus, extra, own]"), gate.asked);
    }

    @Test
    void f04ADomainChoosesForItsUsers() {
        clean();
        gate.engineChannels = Set.of();
        gate.rule(rule("virus"));
        gate.domain = ScriptedGate.optIns("virus");
        gate.identity = ScriptedGate.ALICE;
        gate.send(TEXT, "judy@example.com", "out@remote.example");
        assertEquals(List.of("clamd judy[virus]"), gate.asked);
    }

    @Test
    void f05AUserChoosesForOneCopyAndIsTheOnlyOneItsVerdictConcerns() {
        gate.engines.put("clamd", question -> EICAR);
        gate.engineChannels = Set.of();
        gate.rule(rule("virus"));
        gate.treatment("judy", ScriptedGate.optIns("Virus"));

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("clamd judy[Virus]"), gate.asked);
        RecipientState.Held held = assertInstanceOf(RecipientState.Held.class, message.entries().getFirst().recipients().getFirst().state());
        assertEquals("quarantine_infected", held.by(), "also where she is refused, and the message is taken for another's sake");
        assertInstanceOf(RecipientState.Waiting.class, message.entries().getLast().recipients().getFirst().state());
        assertEquals(550, gate.refused(TEXT, "judy@example.com").code());
        assertEquals(List.of(), message.message().marks().stream().toList());
    }

    @Test
    void f18WhatAnEngineWantsDoneToTheHeaderIsDoneToTheCopiesItWasAskedAbout() {
        ScanAnswer marks = new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.AddField(0, "X-Scanned", " yes")));
        gate.engines.put("clamd", question -> marks);
        gate.engineChannels = Set.of();
        gate.rule(rule("virus"));
        gate.treatment("judy", ScriptedGate.optIns("virus"));

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("[judy@example.com]true", "[alice@example.com]false"), message.entries().stream().map(entry -> entry.recipients().stream()
                .map(recipient -> recipient.recipient().address().address()).toList() + String.valueOf(entry.edits().toString().contains("X-Scanned: yes"))).toList());
    }

    @Test
    void f18WhatAnEngineWantsOfOneQuestionIsOfTheCopiesOfThatQuestion() {
        gate.engines.put("clamd", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(),
                List.of(new ScanWish.AddField(0, "X-For", " " + question.recipients().getFirst().address().localPart()))));
        gate.rule(rule("virus"));
        gate.treatment("judy", ScriptedGate.optIns("virus"));

        NewMessage message = gate.send(TEXT, "judy@example.com", "alice@example.com");
        assertEquals(List.of("clamd judy[channel, virus]", "clamd alice[channel]"), gate.asked);
        assertEquals(List.of("judy true false", "alice false true"), message.entries().stream().map(entry -> entry.recipients().getFirst().recipient().address().localPart()
                + ' ' + entry.edits().toString().contains("X-For: judy") + ' ' + entry.edits().toString().contains("X-For: alice")).toList());
    }

    @Test
    void f05WhoHasTheSameValuesSharesAScan() {
        clean();
        gate.rule(rule("virus"));
        gate.treatment("judy", ScriptedGate.optIns("virus"));
        gate.treatment("bob", ScriptedGate.optIns("virus"));
        gate.send(TEXT, "judy@example.com", "alice@example.com", "bob@example.com");
        assertEquals(List.of("clamd judy[channel, virus] bob[channel, virus]", "clamd alice[channel]"), gate.asked);
    }

    @Test
    void f05BeyondEightKindsOfValuesTheRestSharesTheLastScan() {
        clean();
        gate.rule(rule("*"));
        gate.engineChannels = Set.of();
        String[] recipients = new String[ScanPlan.QUESTIONS_MAX + 2];
        for (int i = 0; i < recipients.length; i++) {
            gate.treatment("u" + i, ScriptedGate.optIns("v" + i));
            recipients[i] = "u" + i + "@example.com";
        }
        gate.send(TEXT, recipients);
        assertEquals(ScanPlan.QUESTIONS_MAX, gate.asked.size());
        assertEquals("clamd u7[v7] u8[v8] u9[v9]", gate.asked.getLast());
    }

    @Test
    void f06TheSenderChoosesForAllCopies() {
        clean();
        gate.engineChannels = Set.of();
        gate.rule(rule("virus"));
        gate.saysOfSenders = true;
        gate.sender = new Mailbox("alice", "example.com");
        gate.treatment("alice", new Treatment(List.of(), List.of(), List.of("virus"), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(), SendingLimits.NONE));
        gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("clamd judy[virus] bob[virus]"), gate.asked);
    }

    @Test
    void f08ANullValueCountsAsNoneAndWhoOptsOutIsNotScanned() {
        clean();
        gate.engineChannels = Set.of();
        gate.rule(rule("*"));
        gate.treatment("judy", ScriptedGate.optIns("None"));
        gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), gate.asked, "nobody is opted in");

        gate.engineChannels = Set.of(PolicySnapshot.REMOTE_DELIVERY);
        gate.treatment("judy", new Treatment(List.of("virus"), List.of("Clamd"), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(), SendingLimits.NONE));
        gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), gate.asked, "opted out");
    }

    @Test
    void f08AUsersYesBeatsItsDomainsNo() {
        clean();
        gate.rule(rule("virus"));
        gate.domain = new Treatment(List.of(), List.of("*"), List.of(), NoSolicit.NONE, List.of(), List.of(), List.of(), Optional.empty(), SendingLimits.NONE);
        gate.treatment("judy", ScriptedGate.optIns("virus"));
        gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of("clamd judy[channel, virus]"), gate.asked);
    }

    @Test
    void f09AVerdictBecomesSieveInsteadOfARefusal() {
        gate.engines.put("clamd", question -> EICAR);
        assertEquals(550, gate.refused(TEXT, "judy@example.com").code());

        gate.rule(judged("*eicar*", "require \"jettison\"; jettison;", "", ""));
        NewMessage message = gate.send(TEXT, "judy@example.com");
        assertEquals(List.of(), message.entries());
        assertEquals("Sieve of engines: jettison", message.trace().getLast().reason());
        gate.rule(judged("*other*", "keep;", "require \"refuse\"; refuse \"It carries: $U\";", ""));
        assertEquals(List.of("It carries: Virus-Test: True; Eicar"), gate.refused(TEXT, "judy@example.com").lines());
    }

    @Test
    void f10DefaultNullAndStringVerdict() {
        gate.rule(judged("", "", "addtag \"[$U]\";", "require \"hold\"; hold \"the engine gave no reason\";"));
        clean();
        assertEquals(List.of(), addTags(gate.send(TEXT, "judy@example.com")), "the default verdict");
        gate.engines.put("clamd", question -> EICAR);
        assertEquals(List.of("judy@example.com: addtag [Virus-Test: True; Eicar]"), addTags(gate.send(TEXT, "judy@example.com")));
        gate.engines.put("clamd", question -> ScanAnswer.of(new ScanVerdict.Infected(List.of("x"))));
        NewMessage held = gate.send(TEXT, "judy@example.com");
        assertEquals(new RecipientState.Held("quarantine_infected", "Sieve of engines: the engine gave no reason (clamd: infected, x)"), held.entries().getFirst().recipients().getFirst().state());
        gate.engines.put("clamd", question -> ScanAnswer.unavailable("gone"));
        assertEquals(451, gate.refused(TEXT, "judy@example.com").code(), "its failure policy holds");
    }

    @Test
    void f09WhatIsInfectedIsInQuarantineByWhateverRuleItIsHeld() {
        gate.engines.put("clamd", question -> EICAR);
        gate.rule(judged("*eicar*", "keep;", "", ""));
        gate.script("judy", "require \"ereject\"; ereject \"no\";");
        RecipientState.Held refused = assertInstanceOf(RecipientState.Held.class, gate.send(TEXT, "judy@example.com", "bob@example.com").entries().getFirst().recipients().getFirst().state());
        assertEquals("quarantine_infected", refused.by());
        assertTrue(refused.why().startsWith("Sieve of user judy@example.com: "), refused.why());

        gate.keepsDiscarded = true;
        gate.script("judy", "discard;");
        RecipientState.Held discarded = assertInstanceOf(RecipientState.Held.class, gate.send(TEXT, "judy@example.com").entries().getFirst().recipients().getFirst().state());
        assertEquals("quarantine_infected", discarded.by());
        assertTrue(discarded.why().startsWith("filter_discard: Sieve of user judy@example.com: discard"), discarded.why());
    }

    @Test
    void f13WeightsOfEnginesAddUpToOneScore() {
        gate.script("judy", ScriptedGate.DEMO_SCRIPT);
        gate.rule(judged("*", "spamadjust \"clamd +3\";", "", ""));
        gate.rule(new ScanRule("spamd", Set.of(), List.of(), Set.of(), Optional.empty(), List.of(ScanRule.Verdict.of("*", "spamadjust \"spamd +2.4\";")), Optional.empty(),
                Optional.empty()));
        gate.engines.put("clamd", question -> EICAR);
        gate.engines.put("spamd", question -> ScanAnswer.of(ScanFinding.of(new ScanVerdict.Spam(9, 5), "True ; 9 / 5")));
        assertEquals(List.of("judy+Junk@example.com"), ScriptsAtTheGateTest.addresses(gate.send(TEXT, "judy@example.com")));
        gate.engines.remove("clamd");
        assertEquals(List.of("judy@example.com"), ScriptsAtTheGateTest.addresses(gate.send(TEXT, "judy@example.com")), "2.4 alone; its own 9 does not count besides");
    }

    @Test
    void f12v03EachCopyHasItsOwnVerdict() {
        gate.engines.put("spamd", question -> new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()),
                Map.of(new Mailbox("judy", "example.com"), ScanFinding.of(new ScanVerdict.Spam(9, 5))), List.of()));
        gate.script("judy", ScriptedGate.DEMO_SCRIPT);
        gate.script("bob", ScriptedGate.DEMO_SCRIPT);
        assertEquals(List.of("judy+Junk@example.com", "bob@example.com"), ScriptsAtTheGateTest.addresses(gate.send(TEXT, "judy@example.com", "bob@example.com")));
    }

    @Test
    void v03VirusTestAndItemsOfTheEnvironment() {
        gate.engines.put("clamd", question -> EICAR);
        gate.rule(judged("*", "keep;", "", ""));
        gate.script("judy", "require [\"virustest\", \"relational\", \"environment\", \"comparator-i;ascii-numeric\"];"
                + " if allof(virustest :value \"eq\" :comparator \"i;ascii-numeric\" \"5\", environment \"vnd.gatepost.engine.clamd\" \"infected, Eicar\") { discard; }");
        assertEquals("Sieve of user judy@example.com: discard", gate.send(TEXT, "judy@example.com").trace().getLast().reason());
    }

    @Test
    void f01AnEngineIsGivenTheContentAndTheEnvelopeStaysOurs() {
        Mailbox eve = new Mailbox("eve", "example.com");
        List<String> contents = new ArrayList<>();
        gate.engines.put("clamd", question -> {
            try (InputStream octets = question.content().open()) {
                contents.add(new String(octets.readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(eve, ScanFinding.of(new ScanVerdict.Infected(List.of("of nobody")))), List.of(
                    new ScanWish.AddRecipient(eve), new ScanWish.DeleteRecipient(new Mailbox("judy", "example.com")), new ScanWish.ChangeSender(ReversePath.NULL)));
        });
        NewMessage asItIs = gate.send(TEXT, "judy@example.com", "bob@example.com");
        assertEquals(List.of(TEXT), contents);
        assertEquals(List.of("judy@example.com", "bob@example.com"), ScriptsAtTheGateTest.addresses(asItIs));
        gate.engines.clear();
        assertEquals(gate.send(TEXT, "judy@example.com", "bob@example.com").message().envelope().reversePath(), asItIs.message().envelope().reversePath());
    }

    @Test
    void f14NothingIsScannedForWhoIsRefusedAlready() {
        clean();
        gate.octetsMax.put("small", 10L);
        gate.send(TEXT, "judy@example.com", "small@example.com");
        assertEquals(List.of("clamd judy[]"), gate.asked);
        assertEquals(552, gate.refused(TEXT, "small@example.com").code());
        assertEquals(1, gate.asked.size());
    }

    private static List<?> addTags(NewMessage message) {
        Object said = message.trace().getFirst().details().get("scripts");
        assertTrue(said == null || said instanceof List<?>);
        return said == null ? List.of() : (List<?>) said;
    }
}
