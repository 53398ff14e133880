package org.gatepost.smtp.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import org.gatepost.smtp.listener.CloseReason;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.protocol.Hello;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.MailParameters;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.ReversePath;
import org.gatepost.smtp.spool.MemoryContent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointDispatcherTest {

    private static final Connection CONNECTION = new Connection("s", "smtp", IpAddress.parse("192.0.2.1"), 1, IpAddress.parse("192.0.2.2"), 25, Optional.empty());
    private static final ConnectRequest CONNECT = new ConnectRequest(CONNECTION, 1, 1);
    private static final HelloRequest HELLO = new HelloRequest(CONNECTION, new Hello("c", true), SessionNotes.NONE);
    private static final MailRequest MAIL = new MailRequest(CONNECTION, new Hello("c", true), Optional.empty(), 1, ReversePath.NULL, MailParameters.NONE,
            SessionNotes.NONE);
    private static final MessageRequest MESSAGE = new MessageRequest(MAIL, new MemoryContent(new byte[0]), Instant.EPOCH, SessionNotes.NONE);
    private static final DisconnectNotice END = new DisconnectNotice(CONNECTION, Optional.empty(), CloseReason.QUIT, Optional.empty(), Duration.ZERO, 0, 0, 0,
            SessionNotes.NONE);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private EndpointDispatcher dispatcher(FakeEndpoints endpoints, int permits, Duration deadline) {
        return new EndpointDispatcher(endpoints, new StagePermits(permits), deadline, timer);
    }

    @Test
    void carriesAStageAcrossAndGivesTheEndpointBack() {
        FakeEndpoints endpoints = new FakeEndpoints(2);
        EndpointDispatcher dispatcher = dispatcher(endpoints, 2, LONG);
        assertTrue(dispatcher.ready());
        assertInstanceOf(Decision.Proceed.class, dispatcher.onConnect(CONNECT));
        assertInstanceOf(Decision.Proceed.class, dispatcher.onHello(HELLO));
        assertInstanceOf(Decision.Proceed.class, dispatcher.onMail(MAIL));
        assertEquals(new Receipt.Accepted("Q"), dispatcher.onMessage(MESSAGE));
        dispatcher.onDisconnect(END);
        assertEquals(0, endpoints.open());
        assertEquals(6, endpoints.calls());
    }

    @Test
    void answersBusyWhenThePoolIsExhaustedAllTheSame() {
        EndpointDispatcher dispatcher = dispatcher(new FakeEndpoints(0), 2, LONG);
        assertFalse(dispatcher.ready());
        assertEquals(new Decision.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT), dispatcher.onConnect(CONNECT));
        assertEquals(new Decision.Refuse(Replies.SYSTEM_BUSY), dispatcher.onMail(MAIL));
        assertEquals(new Receipt.Refused(Replies.SYSTEM_BUSY), dispatcher.onMessage(MESSAGE));
        dispatcher.onDisconnect(END);
        assertEquals(Optional.of("3 stages were answered busy: 0 waited in vain for their turn, 3 found no bean, 0 took too long; "
                + "policy was not told of 1 refusals and ends of sessions"), dispatcher.turnedAway().take());
        assertEquals(Optional.empty(), dispatcher.turnedAway().take(), "said once; and whether policy is ready is no stage");
    }

    @Test
    void asksPolicyNothingMoreOnceTheBeanIsBeingDeactivated() {
        FakeEndpoints endpoints = new FakeEndpoints(2);
        EndpointDispatcher dispatcher = dispatcher(endpoints, 2, LONG);
        dispatcher.beginEnd();
        assertEquals(new Receipt.Refused(Replies.SYSTEM_BUSY), dispatcher.onMessage(MESSAGE));
        assertEquals(new Decision.Refuse(Replies.SYSTEM_BUSY), dispatcher.onMail(MAIL));
        dispatcher.onDisconnect(END);
        assertEquals(0, endpoints.calls());
        assertEquals(Optional.empty(), dispatcher.turnedAway().take(), "an end is no overload");
    }

    @Test
    void answersLocalErrorWhenPolicyThrows() {
        FakeEndpoints endpoints = new FakeEndpoints(2);
        endpoints.behave(() -> {
            throw new IllegalStateException("a bug");
        });
        EndpointDispatcher dispatcher = dispatcher(endpoints, 2, LONG);
        assertFalse(dispatcher.ready());
        assertEquals(new Decision.HangUp(Replies.CLOSING_AFTER_ERROR), dispatcher.onConnect(CONNECT));
        assertEquals(new Decision.Refuse(Replies.LOCAL_ERROR), dispatcher.onHello(HELLO));
        assertEquals(new Receipt.Refused(Replies.LOCAL_ERROR), dispatcher.onMessage(MESSAGE));
        dispatcher.onDisconnect(END);
        assertEquals(0, endpoints.open());
    }

    @Test
    void interruptsAStageWhoseDeadlinePassedAndLeavesNoInterruptBehind() {
        FakeEndpoints endpoints = new FakeEndpoints(2);
        endpoints.behave(() -> new CountDownLatch(1).await());
        EndpointDispatcher dispatcher = dispatcher(endpoints, 2, SHORT);
        assertEquals(new Decision.Refuse(Replies.SYSTEM_BUSY), dispatcher.onMail(MAIL));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(new Decision.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT), dispatcher.onConnect(CONNECT));
        assertEquals(0, endpoints.open());
        assertTrue(dispatcher.turnedAway().take().orElseThrow().contains("2 took too long"));
    }

    @Test
    void answersBusyWhenNoPermitComesInTime() throws Exception {
        FakeEndpoints endpoints = new FakeEndpoints(2);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        endpoints.behave(() -> {
            inside.countDown();
            go.await();
        });
        StagePermits permits = new StagePermits(2);
        EndpointDispatcher patient = new EndpointDispatcher(endpoints, permits, LONG, timer);
        List<Future<Decision>> held = List.of(threads.submit(() -> patient.onHello(HELLO)), threads.submit(() -> patient.onHello(HELLO)));
        inside.await();
        EndpointDispatcher hasty = new EndpointDispatcher(endpoints, permits, SHORT, timer);
        assertEquals(new Decision.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT), hasty.onConnect(CONNECT));
        assertEquals(new Receipt.Refused(Replies.SYSTEM_BUSY), hasty.onMessage(MESSAGE));
        assertTrue(hasty.turnedAway().take().orElseThrow().contains("2 waited in vain"));
        go.countDown();
        for (Future<Decision> future : held) {
            assertInstanceOf(Decision.Proceed.class, future.get());
        }
        assertInstanceOf(Decision.Proceed.class, hasty.onConnect(CONNECT));
    }

    @Test
    void messagesHoldThreeQuartersAtMostSoThatCommandsGoOn() throws Exception {
        FakeEndpoints endpoints = new FakeEndpoints(4);
        CountDownLatch inside = new CountDownLatch(3);
        CountDownLatch go = new CountDownLatch(1);
        endpoints.behaveInMessages(() -> {
            inside.countDown();
            go.await();
        });
        StagePermits permits = new StagePermits(4);
        EndpointDispatcher dispatcher = new EndpointDispatcher(endpoints, permits, LONG, timer);
        List<Future<Receipt>> slow = IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> dispatcher.onMessage(MESSAGE))).toList();
        inside.await();
        assertInstanceOf(Decision.Proceed.class, dispatcher.onHello(HELLO));
        assertEquals(new Receipt.Refused(Replies.SYSTEM_BUSY), new EndpointDispatcher(endpoints, permits, SHORT, timer).onMessage(MESSAGE));
        go.countDown();
        for (Future<Receipt> future : slow) {
            assertEquals(new Receipt.Accepted("Q"), future.get());
        }
    }

    @Test
    void largeMessagesHoldAnEighthAtMostSoThatSmallOnesGoOn() throws Exception {
        FakeEndpoints endpoints = new FakeEndpoints(16);
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        endpoints.behaveInMessages(() -> {
            inside.countDown();
            go.await();
        });
        EndpointDispatcher dispatcher = dispatcher(endpoints, 16, LONG);
        MessageRequest large = new MessageRequest(MAIL, new MemoryContent(new byte[(int) StagePermits.LARGE_OCTETS_MIN]), Instant.EPOCH, SessionNotes.NONE);
        List<Future<Receipt>> many = IntStream.range(0, 20).mapToObj(i -> threads.submit(() -> dispatcher.onMessage(large))).toList();
        inside.await();
        endpoints.behaveInMessages(() -> { });
        assertEquals(new Receipt.Accepted("Q"), dispatcher.onMessage(MESSAGE));
        assertEquals(3, endpoints.most());
        go.countDown();
        for (Future<Receipt> future : many) {
            assertEquals(new Receipt.Accepted("Q"), future.get());
        }
    }

    @Test
    void fiveHundredSessionsShareAFewPermits() throws InterruptedException, ExecutionException {
        FakeEndpoints endpoints = new FakeEndpoints(4);
        EndpointDispatcher dispatcher = dispatcher(endpoints, 4, LONG);
        List<Future<Decision>> all = IntStream.range(0, 500).mapToObj(i -> threads.submit(() -> dispatcher.onMail(MAIL))).toList();
        for (Future<Decision> future : all) {
            assertInstanceOf(Decision.Proceed.class, future.get());
        }
        assertEquals(0, endpoints.open());
        assertTrue(endpoints.most() <= 4);
    }
}
