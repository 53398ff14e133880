package org.gatepost.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.gatepost.channel.Channel;
import org.gatepost.channel.ChannelKeywords;
import org.gatepost.channel.NextHop;
import org.gatepost.mail.ChannelName;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.protocol.BareLineFeed;
import org.gatepost.smtp.protocol.Mailbox;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.stage.InTurn;
import org.gatepost.stage.SideBySide;
import org.gatepost.trace.AlarmList;
import org.junit.jupiter.api.Test;

class NextHopQuestionsTest {

    private static final NextHop HOP = NextHop.parse("smtp://hop.example:25");
    private static final NextHop OTHER_HOP = NextHop.parse("smtp://other.example:25");
    private static final RemoteReply TAKEN = new RemoteReply.Spoken(Reply.of(250, "2.1.5", "ok"), Step.RCPT);
    private static final RemoteReply UNKNOWN = new RemoteReply.Spoken(Reply.of(550, "5.1.1", "nobody"), Step.RCPT);
    private static final RemoteReply LATER = new RemoteReply.Spoken(Reply.of(450, "4.7.1", "greylisted"), Step.RCPT);
    private static final RemoteReply DOWN = new RemoteReply.Broken(Reply.of(421, "4.4.1", "cannot connect"), Step.CONNECT);

    private final AlarmList alarms = new AlarmList();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Instant now = Instant.EPOCH;
    private volatile RemoteReply said = TAKEN;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private Channel channel = channel("tcp_relay", "verifynexthop verifykept PT1H PT5M");
    private final NextHopQuestions questions = questions(new InTurn(), NextHopQuestions.TURN_MAX);

    private NextHopQuestions questions(SideBySide sideBySide, Duration turnMax) {
        return new NextHopQuestions((by, hop, recipient) -> {
            asked.add(recipient + " of " + hop.host());
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return said;
        }, sideBySide, alarms, () -> now, turnMax);
    }

    @Test
    void whatItTakesIsRememberedForOneTimeAndWhatItRefusesForAnother() {
        assertEquals(List.of("Takes", "Takes"), List.of(ask("alice"), ask("alice")));
        said = UNKNOWN;
        assertEquals(List.of("Takes", "Refuses", "Refuses"), List.of(ask("alice"), ask("nobody"), ask("nobody")));
        assertEquals(List.of("alice@example.com of hop.example", "nobody@example.com of hop.example"), asked);
        said = LATER;
        now = now.plus(Duration.ofMinutes(5)).minusMillis(1);
        assertEquals(List.of("Takes", "Refuses"), List.of(ask("alice"), ask("nobody")));
        now = now.plusMillis(1);
        assertEquals(List.of("Takes", "NotNow"), List.of(ask("alice"), ask("nobody")));
        now = Instant.EPOCH.plus(Duration.ofHours(1));
        assertEquals("NotNow", ask("alice"));
    }

    @Test
    void whatItRefusesForNowIsAskedAgainAndIsNoFailure() {
        said = LATER;
        for (int i = 0; i < 10; i++) {
            assertEquals("NotNow", ask("alice"));
        }
        assertEquals(10, asked.size());
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void anotherNextHopChannelOrSenderIsAnotherQuestion() {
        ask("alice");
        questions.of(channel, OTHER_HOP, box("alice"));
        channel = channel("tcp_relay", "verifynexthop verifysender probe@gate.example");
        ask("alice");
        channel = channel("tcp_other", "verifynexthop");
        ask("alice");
        assertEquals(4, asked.size());
    }

    @Test
    void aSilentNextHopIsLeftAloneForAWhileAndSoIsNoOther() {
        said = DOWN;
        for (int i = 0; i < NextHopQuestions.FAILURES_MAX; i++) {
            assertEquals(new NextHopAnswer.Silent("421 4.4.1 cannot connect", false), questions.of(channel, HOP, box("alice")));
        }
        assertEquals(new NextHopAnswer.Silent("it did not answer before", false), questions.of(channel, HOP, box("alice")));
        assertEquals(NextHopQuestions.FAILURES_MAX, asked.size());
        assertEquals(Set.of("verify:tcp_relay"), alarms.standing().keySet());
        said = TAKEN;
        assertInstanceOf(NextHopAnswer.Takes.class, questions.of(channel, OTHER_HOP, box("alice")));
        now = now.plus(NextHopQuestions.REST);
        assertEquals("Takes", ask("alice"));
        assertEquals("Takes", ask("bob"));
    }

    @Test
    void afterItsRestASilentNextHopIsAskedOneQuestion() {
        said = DOWN;
        for (int i = 0; i < NextHopQuestions.FAILURES_MAX; i++) {
            ask("alice");
        }
        now = now.plus(NextHopQuestions.REST);
        assertEquals(List.of("Silent", "Silent", "Silent"), List.of(ask("alice"), ask("bob"), ask("carol")));
        assertEquals(NextHopQuestions.FAILURES_MAX + 1, asked.size());
    }

    @Test
    void theAlarmEndsWhenThereWasNoFailureForAWhile() {
        said = DOWN;
        ask("alice");
        now = now.plus(NextHopQuestions.QUIET).minusNanos(1);
        questions.look(List.of(channel.name()));
        assertEquals(Set.of("verify:tcp_relay"), alarms.standing().keySet());
        now = now.plusNanos(1);
        questions.look(List.of(channel.name()));
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void aRecipientWhoseSyntaxIsComplainedOfTellsNothingOfTheNextHop() {
        said = new RemoteReply.Spoken(Reply.of(501, "5.1.3", "bad address"), Step.RCPT);
        for (int i = 0; i < 10; i++) {
            assertEquals("Silent", ask("alice"));
        }
        assertEquals(10, asked.size());
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void whoAsksTheSameMeanwhileWaitsForThatAnswer() throws Exception {
        gate = new CountDownLatch(1);
        List<FutureTask<String>> askers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FutureTask<String> asker = new FutureTask<>(() -> ask("alice"));
            askers.add(asker);
            threads.add(Thread.ofPlatform().start(asker));
        }
        awaitWaiting(threads);
        said = UNKNOWN;
        gate.countDown();
        for (FutureTask<String> asker : askers) {
            assertEquals("Refuses", asker.get());
        }
        assertEquals(1, asked.size());
    }

    @Test
    void aNextHopIsAskedSoManyQuestionsAtOnceAndNoMore() throws Exception {
        gate = new CountDownLatch(1);
        NextHopQuestions impatient = questions(new InTurn(), Duration.ofMillis(1));
        List<FutureTask<NextHopAnswer>> askers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < NextHopQuestions.QUESTIONS_MAX; i++) {
            Mailbox recipient = box("user" + i);
            FutureTask<NextHopAnswer> asker = new FutureTask<>(() -> impatient.of(channel, HOP, recipient));
            askers.add(asker);
            threads.add(Thread.ofPlatform().start(asker));
        }
        awaitWaiting(threads);
        assertEquals(new NextHopAnswer.Silent("8 questions are open", false), impatient.of(channel, HOP, box("one-over")));
        gate.countDown();
        for (FutureTask<NextHopAnswer> asker : askers) {
            assertInstanceOf(NextHopAnswer.Takes.class, asker.get());
        }
        assertInstanceOf(NextHopAnswer.Takes.class, impatient.of(channel, HOP, box("one-over")));
        assertEquals(Map.of(), alarms.standing());
    }

    @Test
    void aQuestionHasOneDeadlineAndWhatIsLateIsSilence() {
        List<Duration> deadlines = new ArrayList<>();
        NextHopQuestions late = questions(new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> open) {
                deadlines.add(open.getFirst().deadline());
                return List.of(open.getFirst().late().apply("no answer within 10000 ms"));
            }
        }, NextHopQuestions.TURN_MAX);
        assertEquals(new NextHopAnswer.Silent("no answer within 10000 ms", false), late.of(channel, HOP, box("alice")));
        assertEquals(List.of(NextHopQuestions.ANSWER_MAX), deadlines);
        assertEquals(Set.of("verify:tcp_relay"), alarms.standing().keySet());
    }

    @Test
    void aQuestionThatFailsIsOverForAllWhoWait() {
        NextHopQuestions failing = questions(new SideBySide() {
            @Override
            public <T> List<T> askAll(List<Question<T>> open) {
                throw new IllegalStateException("no thread");
            }
        }, NextHopQuestions.TURN_MAX);
        for (int i = 0; i < NextHopQuestions.QUESTIONS_MAX + 1; i++) {
            assertThrows(IllegalStateException.class, () -> failing.of(channel, HOP, box("alice")));
        }
    }

    @Test
    void soManyAnswersAndNextHopsAreRememberedAndNoMore() {
        for (int i = 0; i <= NextHopQuestions.HOPS_MAX; i++) {
            questions.of(channel, new NextHop(NextHop.Protocol.SMTP, "hop" + i + ".example", 25), box("alice"));
        }
        assertEquals(List.of(NextHopQuestions.HOPS_MAX + 1L, (long) NextHopQuestions.HOPS_MAX), questions.remembered());
        for (int i = 0; i < NextHopQuestions.ANSWERS_MAX; i++) {
            questions.of(channel, HOP, box("user" + i));
        }
        assertEquals(List.of((long) NextHopQuestions.ANSWERS_MAX, (long) NextHopQuestions.HOPS_MAX), questions.remembered());
    }

    private static void awaitWaiting(List<Thread> threads) {
        while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
            Thread.yield();
        }
    }

    private String ask(String user) {
        return questions.of(channel, HOP, box(user)).getClass().getSimpleName();
    }

    private static Mailbox box(String user) {
        return new Mailbox(user, "example.com");
    }

    static Channel channel(String name, String keywords) {
        return new Channel(new ChannelName(name), OptionalLong.empty(), OptionalLong.empty(), 1000, 262_144, BareLineFeed.NORMALIZE, false, Optional.of(HOP), List.of(Duration.ofSeconds(5)),
                List.of(Duration.ofHours(1)), 10, ChannelKeywords.parse(keywords));
    }
}
