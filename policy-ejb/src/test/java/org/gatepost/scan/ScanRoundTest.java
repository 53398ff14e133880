package org.gatepost.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.gatepost.ee.wiring.VirtualSideBySide;
import org.gatepost.mail.ChannelName;
import org.gatepost.scan.ScannerPolicy.OnFailure;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.Alarms;
import org.junit.jupiter.api.Test;

class ScanRoundTest {

    private static final ChannelName LOCAL = new ChannelName("tcp_local");

    private final Map<String, ScanVerdict> says = new HashMap<>();
    private final Map<String, ScanAnswer> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> alarms = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Scanners scanners = new Scanners(policy -> new Fake(policy.name()), new Raised(), () -> Instant.EPOCH, () -> now);
    private final ScanRound round = new ScanRound(new OneByOne(), scanners);

    @Test
    void asksNobodyWhereNoEngineIsConcerned() {
        assertEquals(new ScanOutcome.Passed(Set.of(), Map.of(), Map.of(), Map.of(), Map.of()), round.ask(List.of(policy("clamd", OnFailure.DEFER)), new ChannelName("tcp_intranet"), QUESTION));
        assertTrue(asked.isEmpty());
    }

    @Test
    void passesWhatIsClean() {
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, ask(policy("clamd", OnFailure.DEFER)));
        assertEquals(Set.of(), passed.marks());
        assertEquals(new ScanVerdict.Clean(), passed.answers().get("clamd").verdict());
    }

    @Test
    void refusesMalwareWhateverOthersCannotSay() {
        says.put("clamd", new ScanVerdict.Infected(List.of("Eicar\r\n250 ok")));
        says.put("other", new ScanVerdict.Unavailable("down"));
        ScanOutcome.Refused refused = assertInstanceOf(ScanOutcome.Refused.class, ask(policy("other", OnFailure.DEFER), policy("clamd", OnFailure.DEFER)));
        assertEquals("550 5.7.1 message refused, it carries malware: Eicar  250 ok", refused.reply().toString());
    }

    @Test
    void f11WhatCouldNotBeScannedIsDeferredOrAcceptedAndMarkedAsPolicySays() {
        for (ScanVerdict verdict : List.of(new ScanVerdict.Unavailable("down"), new ScanVerdict.Unscannable("too large"))) {
            says.put("clamd", verdict);
            assertEquals("451", assertInstanceOf(ScanOutcome.Deferred.class, ask(policy("clamd", OnFailure.DEFER))).reply().toString().substring(0, 3));
            assertEquals(Set.of("unscanned:clamd"), assertInstanceOf(ScanOutcome.Passed.class, ask(policy("clamd", OnFailure.ACCEPT))).marks());
        }
    }

    @Test
    void anOpenBreakerSparesTheEngineAndOneSuccessClosesIt() {
        ScannerPolicy policy = policy("clamd", OnFailure.DEFER);
        says.put("clamd", new ScanVerdict.Unavailable("down"));
        for (int i = 0; i < 20; i++) {
            assertInstanceOf(ScanOutcome.Deferred.class, ask(policy));
        }
        assertEquals(5, asked.size());
        assertEquals(ScannerState.Standing.OPEN, scanners.states(List.of(policy)).get(0).standing());
        says.remove("clamd");
        now = now.plusSeconds(1);
        assertInstanceOf(ScanOutcome.Passed.class, ask(policy));
        assertInstanceOf(ScanOutcome.Passed.class, ask(policy));
        ScannerState state = scanners.states(List.of(policy)).get(0);
        assertEquals(ScannerState.Standing.UP, state.standing());
        assertEquals(new ScannerState.Counts(2, 0, 0, 0, 0, 20), state.counts());
        assertEquals("clear scanner:clamd", alarms.getLast());
    }

    @Test
    void theBreakerOutlivesAPolicyWithTheSameAddress() {
        says.put("clamd", new ScanVerdict.Unavailable("down"));
        for (int i = 0; i < 5; i++) {
            ask(policy("clamd", OnFailure.DEFER));
        }
        scanners.retain(List.of(policy("clamd", OnFailure.ACCEPT)));
        ask(policy("clamd", OnFailure.ACCEPT));
        assertEquals(5, asked.size());
        scanners.retain(List.of());
        ask(policy("clamd", OnFailure.ACCEPT));
        assertEquals(6, asked.size());
    }

    @Test
    void anEngineIsNeverGivenMoreThanTheRound() {
        ScannerPolicy slow = new ScannerPolicy("clamd", "clamd", "127.0.0.1", 3310, Set.of(LOCAL), Duration.ofMinutes(5), OnFailure.DEFER, 5,
                Duration.ofSeconds(1), 8);
        OneByOne recorder = new OneByOne();
        new ScanRound(recorder, scanners).ask(List.of(slow), LOCAL, QUESTION);
        assertEquals(List.of(ScanRound.ROUND_MAX), recorder.deadlines);
    }

    /** None answers before all are asked: one after the other they would never. */
    @Test
    void f02EightEnginesAreAskedAtOnceAndEachReadsTheContentAsReceived() {
        CountDownLatch all = new CountDownLatch(ScannerPolicy.ENGINES_MAX);
        byte[] octets = "Subject: x\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);
        Scanners waiting = new Scanners(policy -> new Fake(policy.name()) {
            @Override
            public ScanAnswer scan(ScanQuestion question) {
                all.countDown();
                try (InputStream in = question.content().open()) {
                    return ScanAnswer.of(all.await(10, TimeUnit.SECONDS) && Arrays.equals(octets, in.readAllBytes()) ? new ScanVerdict.Clean() : new ScanVerdict.Infected(List.of("late")));
                } catch (IOException | InterruptedException e) {
                    return ScanAnswer.unavailable(e.toString());
                }
            }
        }, new Raised(), () -> Instant.EPOCH, () -> now);
        List<ScannerPolicy> eight = IntStream.range(0, ScannerPolicy.ENGINES_MAX).mapToObj(i -> policy("engine" + i, OnFailure.DEFER)).toList();
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, new ScanRound(new VirtualSideBySide(), waiting).ask(eight, LOCAL,
                ScanQuestion.about(new MemoryContent(octets), Duration.ofMinutes(1))));
        assertEquals(ScannerPolicy.ENGINES_MAX, passed.answers().size());
    }

    @Test
    void f07AnEngineIsToldWhatCopiesOptInWith() {
        assertEquals(List.of("virus", "spam"), QUESTION.optIns());
    }

    @Test
    void f12WhatAnEngineFindsForOneCopyAloneRefusesThatCopyAlone() {
        answers.put("own", new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(BOB, ScanFinding.of(new ScanVerdict.Forbidden(List.of("x.exe")))), List.of()));
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, ask(policy("own", OnFailure.DEFER)));
        assertEquals(Set.of(BOB), passed.refused().keySet());
        assertEquals("550 5.7.1 message refused, it carries what is not let in here: x.exe", passed.refused().get(BOB).reply().toString());
        says.put("other", new ScanVerdict.Unavailable("down"));
        assertInstanceOf(ScanOutcome.Deferred.class, ask(policy("own", OnFailure.DEFER), policy("other", OnFailure.DEFER)));
    }

    @Test
    void f12WhatIsFoundForEveryCopyIsRefusedWhole() {
        answers.put("own", new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(BOB, ScanFinding.of(new ScanVerdict.Infected(List.of("W32"))),
                ALICE, ScanFinding.of(new ScanVerdict.Infected(List.of("W32")))), List.of()));
        says.put("other", new ScanVerdict.Unavailable("down"));
        assertInstanceOf(ScanOutcome.Refused.class, ask(policy("other", OnFailure.DEFER), policy("own", OnFailure.DEFER)));
    }

    @Test
    void anEnginesWishesAreHeardAndNothingIsThrownAway() {
        answers.put("own", new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.Quarantine("odd"), new ScanWish.Discard())));
        assertEquals(Map.of(ALICE, List.of("own: odd", "own: wants it discarded"), BOB, List.of("own: odd", "own: wants it discarded")),
                assertInstanceOf(ScanOutcome.Passed.class, ask(policy("own", OnFailure.DEFER))).quarantine());
        ScanRound.Asked some = new ScanRound.Asked(policy("own", OnFailure.DEFER), List.of(QUESTION.recipients().get(1)));
        assertEquals(Set.of(BOB), assertInstanceOf(ScanOutcome.Passed.class, round.ask(List.of(some), QUESTION, (engine, finding) -> false)).quarantine().keySet());
        answers.put("later", wish(Reply.of(451, "4.7.1", "not yet")));
        assertEquals("451 4.7.1 not yet", assertInstanceOf(ScanOutcome.Deferred.class, ask(policy("own", OnFailure.DEFER), policy("later", OnFailure.ACCEPT))).reply().toString());
        answers.put("never", wish(Reply.of(554, "5.7.1", "no")));
        assertEquals("554 5.7.1 no", assertInstanceOf(ScanOutcome.Refused.class, ask(policy("later", OnFailure.DEFER), policy("never", OnFailure.DEFER))).reply().toString());
    }

    @Test
    void f19AnEngineOfSomebodyElsesJudgesByWhatEachRecipientOptedInFor() {
        ScannerPolicy policy = new ScannerPolicy("example", "example", List.of(), Set.of(LOCAL), Duration.ofSeconds(30), OnFailure.DEFER, 5, Duration.ofSeconds(1), 8,
                OptionalLong.empty(), ScannerOptions.parse("virus_pattern=EVIL\nspam_pattern=CHEAP"));
        ScanRound joined = new ScanRound(new OneByOne(), new Scanners(ExampleEngine::new, new Raised(), () -> Instant.EPOCH, () -> now));
        ScanQuestion spam = new ScanQuestion(new MemoryContent("CHEAP".getBytes(StandardCharsets.US_ASCII)), "1/1", Optional.empty(), ReversePath.NULL, QUESTION.recipients(),
                Duration.ofMinutes(1));
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, joined.ask(List.of(policy), LOCAL, spam));
        assertEquals(new ScanVerdict.Clean(), passed.answers().get("example").of(ALICE).verdict());
        assertInstanceOf(ScanVerdict.Spam.class, passed.answers().get("example").of(BOB).verdict());
        ScanQuestion virus = new ScanQuestion(new MemoryContent("EVIL".getBytes(StandardCharsets.US_ASCII)), "1/1", Optional.empty(), ReversePath.NULL, QUESTION.recipients(),
                Duration.ofMinutes(1));
        assertInstanceOf(ScanOutcome.Refused.class, joined.ask(List.of(policy), LOCAL, virus));
    }

    @Test
    void aRefusalWishedOfSomeCopiesIsOfThese() {
        answers.put("never", wish(Reply.of(554, "5.7.1", "no")));
        ScanRound.Asked some = new ScanRound.Asked(policy("never", OnFailure.DEFER), List.of(QUESTION.recipients().get(1)));
        ScanOutcome.Passed passed = assertInstanceOf(ScanOutcome.Passed.class, round.ask(List.of(some), QUESTION, (engine, finding) -> false));
        assertEquals(Set.of(BOB), passed.refused().keySet());
    }

    private static ScanAnswer wish(Reply reply) {
        return new ScanAnswer(ScanFinding.of(new ScanVerdict.Clean()), Map.of(), List.of(new ScanWish.Refuse(reply)));
    }

    @Test
    void f21WhatIsLargerThanPolicyLetsAnEngineSeePassesMarked() {
        assertEquals(Set.of(), assertInstanceOf(ScanOutcome.Passed.class, ask(sized(100))).marks());
        assertEquals(1, asked.size());
        assertEquals(Set.of("unscanned:clamd"), assertInstanceOf(ScanOutcome.Passed.class, ask(sized(99))).marks());
        assertEquals(1, asked.size());
    }

    private static ScannerPolicy sized(long octetsMax) {
        return new ScannerPolicy("clamd", "clamd", List.of(new ScannerPolicy.Server("127.0.0.1", 3310)), Set.of(LOCAL), Duration.ofSeconds(30), OnFailure.DEFER, 5,
                Duration.ofSeconds(1), 8, OptionalLong.of(octetsMax), ScannerOptions.NONE);
    }

    private ScanOutcome ask(ScannerPolicy... policies) {
        return round.ask(List.of(policies), LOCAL, QUESTION);
    }

    private static ScannerPolicy policy(String name, OnFailure onFailure) {
        return new ScannerPolicy(name, "clamd", "127.0.0.1", 3310, Set.of(LOCAL), Duration.ofSeconds(30), onFailure, 5, Duration.ofSeconds(1), 8);
    }

    private class Fake implements Scanner {
        private final String name;

        Fake(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ScanAnswer scan(ScanQuestion question) {
            asked.add(name);
            return answers.getOrDefault(name, ScanAnswer.of(says.getOrDefault(name, new ScanVerdict.Clean())));
        }

        @Override
        public boolean answers(Duration deadline) {
            return !(says.get(name) instanceof ScanVerdict.Unavailable);
        }
    }

    private final class Raised implements Alarms {
        @Override
        public void raise(String key, String text) {
            alarms.add("raise " + key);
        }

        @Override
        public void clear(String key) {
            alarms.add("clear " + key);
        }
    }

    private static final class OneByOne implements SideBySide {
        private final List<Duration> deadlines = new ArrayList<>();

        @Override
        public <T> List<T> askAll(List<Question<T>> questions) {
            questions.forEach(question -> deadlines.add(question.deadline()));
            return questions.stream().map(question -> question.ask().get()).toList();
        }
    }

    private static final Mailbox ALICE = new Mailbox("alice", "example.com");
    private static final Mailbox BOB = new Mailbox("bob", "example.com");
    private static final ScanQuestion QUESTION = new ScanQuestion(new MemoryContent(new byte[100]), "1/1", Optional.empty(), ReversePath.NULL,
            List.of(new ScanQuestion.Addressee(ALICE, List.of("virus")), new ScanQuestion.Addressee(BOB, List.of("spam", "virus"))), Duration.ofMinutes(2));
}
