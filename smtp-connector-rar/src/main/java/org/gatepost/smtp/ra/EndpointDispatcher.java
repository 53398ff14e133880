package org.gatepost.smtp.ra;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;

import org.gatepost.smtp.listener.AuthDecision;
import org.gatepost.smtp.listener.AuthRequest;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Decision;
import org.gatepost.smtp.listener.DisconnectNotice;
import org.gatepost.smtp.listener.HelloRequest;
import org.gatepost.smtp.listener.InquiryRequest;
import org.gatepost.smtp.listener.MailRequest;
import org.gatepost.smtp.listener.MessageRequest;
import org.gatepost.smtp.listener.RcptRequest;
import org.gatepost.smtp.listener.PortNotice;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;

/**
 * Carries each stage from a session's thread to an endpoint of the message-driven bean: takes a permit, creates an endpoint, calls one method, gives
 * both back. Whatever goes wrong on the way becomes a 4xx, never silence and never an exception. Safe for all threads.
 *
 * <p>The container has a hard cap on open endpoints and fails beyond it at once; so waiting happens here, in a fair queue with a deadline.
 */
final class EndpointDispatcher implements SmtpListener {

    private static final System.Logger LOG = System.getLogger(EndpointDispatcher.class.getName());

    private final MessageEndpointFactory factory;
    private final StagePermits permits;
    private final Duration deadline;
    private final ScheduledExecutorService timer;
    private final TurnedAway turnedAway = new TurnedAway();
    private volatile boolean ending;

    /** @param timer what interrupts a stage that takes longer than the deadline */
    EndpointDispatcher(MessageEndpointFactory factory, StagePermits permits, Duration deadline, ScheduledExecutorService timer) {
        this.factory = factory;
        this.permits = permits;
        this.deadline = deadline;
        this.timer = timer;
    }

    /** What a stage is answered when it did not come to an answer of its own; what is no stage does not count as one turned away. */
    private record Fallback<T>(T busy, T broken, boolean counts) {
        Fallback(T busy, T broken) {
            this(busy, broken, true);
        }

        T busy(Runnable count) {
            if (counts) {
                count.run();
            }
            return busy;
        }
    }

    private static final Fallback<Decision> AT_CONNECT = new Fallback<>(new Decision.HangUp(Replies.SYSTEM_BUSY_AT_CONNECT),
            new Decision.HangUp(Replies.CLOSING_AFTER_ERROR));
    private static final Fallback<Decision> AT_COMMAND = new Fallback<>(new Decision.Refuse(Replies.SYSTEM_BUSY),
            new Decision.Refuse(Replies.LOCAL_ERROR));
    private static final Fallback<Boolean> NO_STAGE = new Fallback<>(false, false, false);
    private static final Fallback<AuthDecision> AT_AUTH = new Fallback<>(new AuthDecision.Refuse(Replies.CANNOT_AUTHENTICATE),
            new AuthDecision.Refuse(Replies.CANNOT_AUTHENTICATE));
    private static final Fallback<Reply> AT_INQUIRY = new Fallback<>(Replies.SYSTEM_BUSY, Replies.LOCAL_ERROR);
    private static final Fallback<Receipt> AT_MESSAGE = new Fallback<>(new Receipt.Refused(Replies.SYSTEM_BUSY), new Receipt.Refused(Replies.LOCAL_ERROR));

    @Override
    public boolean ready() {
        return command(SmtpListener::ready, NO_STAGE);
    }

    /**
     * The container is deactivating the bean. Payara makes no endpoint any more by then and refuses calls to those there are, so from here on every
     * stage is answered busy at once; calls that are inside go on to their end.
     */
    void beginEnd() {
        ending = true;
    }

    /** Says in the log what never reached policy since it was last said; nothing where all did. */
    void reportTurnedAway() {
        turnedAway.take().ifPresent(line -> LOG.log(System.Logger.Level.WARNING, line));
    }

    /** What never reached policy. */
    TurnedAway turnedAway() {
        return turnedAway;
    }

    @Override
    public void onPort(PortNotice notice) {
        if (!told(endpoint -> endpoint.onPort(notice))) {
            LOG.log(System.Logger.Level.DEBUG, "policy was not told how a port stands: {0}", notice);
        }
    }

    @Override
    public Decision onConnect(ConnectRequest request) {
        return command(endpoint -> endpoint.onConnect(request), AT_CONNECT);
    }

    @Override
    public Decision onTls(TlsRequest request) {
        return command(endpoint -> endpoint.onTls(request), AT_CONNECT);
    }

    @Override
    public Decision onHello(HelloRequest request) {
        return command(endpoint -> endpoint.onHello(request), AT_COMMAND);
    }

    @Override
    public AuthDecision onAuth(AuthRequest request) {
        return command(endpoint -> endpoint.onAuth(request), AT_AUTH);
    }

    @Override
    public Decision onMail(MailRequest request) {
        return command(endpoint -> endpoint.onMail(request), AT_COMMAND);
    }

    @Override
    public Decision onRcpt(RcptRequest request) {
        return command(endpoint -> endpoint.onRcpt(request), AT_COMMAND);
    }

    @Override
    public Reply onInquiry(InquiryRequest request) {
        return command(endpoint -> endpoint.onInquiry(request), AT_INQUIRY);
    }

    /** No deadline cuts it: a message that is being committed must come to its end, and policy bounds everything before. */
    @Override
    public Receipt onMessage(MessageRequest request) {
        long octets = request.content().size();
        try {
            if (!permits.takeForMessage(octets, deadline)) {
                return AT_MESSAGE.busy(turnedAway::noPermit);
            }
        } catch (InterruptedException e) {
            return AT_MESSAGE.busy();
        }
        try {
            return cross(endpoint -> endpoint.onMessage(request), AT_MESSAGE);
        } finally {
            permits.giveBackFromMessage(octets);
        }
    }

    @Override
    public void onRefusal(RefusalNotice notice) {
        if (!told(endpoint -> endpoint.onRefusal(notice))) {
            LOG.log(System.Logger.Level.DEBUG, "policy was not told of a refusal in session {0}: {1}", notice.connection().sessionId(), notice.reply());
        }
    }

    @Override
    public void onDisconnect(DisconnectNotice notice) {
        if (!told(endpoint -> endpoint.onDisconnect(notice))) {
            LOG.log(System.Logger.Level.DEBUG, "policy was not told of the end of session {0} ({1})", notice.connection().sessionId(), notice.reason());
        }
    }

    private boolean told(Consumer<SmtpListener> notice) {
        boolean told = command(endpoint -> {
            notice.accept(endpoint);
            return true;
        }, NO_STAGE);
        if (!told && !ending) {
            turnedAway.notice();
        }
        return told;
    }

    private <T> T command(Function<SmtpListener, T> call, Fallback<T> fallback) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!permits.takeForCommand(deadline)) {
                return fallback.busy(turnedAway::noPermit);
            }
        } catch (InterruptedException e) {
            return fallback.busy();
        }
        try {
            StageDeadline stageDeadline = new StageDeadline(timer, Duration.ofNanos(end - System.nanoTime()));
            T answer;
            try (stageDeadline) {
                answer = cross(call, fallback);
            }
            return stageDeadline.hasPassed() ? fallback.busy(turnedAway::tooLate) : answer;
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a stage after the end of its port", e);
            return fallback.busy();
        } finally {
            permits.giveBackFromCommand();
        }
    }

    private <T> T cross(Function<SmtpListener, T> call, Fallback<T> fallback) {
        if (ending) {
            return fallback.busy();
        }
        try {
            MessageEndpoint endpoint = factory.createEndpoint(null);
            try {
                return call.apply((SmtpListener) endpoint);
            } finally {
                endpoint.release();
            }
        } catch (UnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "no endpoint could be had", e);
            return fallback.busy(turnedAway::noEndpoint);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "policy failed", e);
            return fallback.broken();
        }
    }
}
