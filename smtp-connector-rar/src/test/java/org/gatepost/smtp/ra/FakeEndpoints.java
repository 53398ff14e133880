package org.gatepost.smtp.ra;

import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import javax.transaction.xa.XAResource;

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
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.RefusalNotice;
import org.gatepost.smtp.listener.SessionNotes;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.listener.TlsRequest;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.protocol.Reply;
import org.gatepost.smtp.protocol.SessionLimits;

/** A container's pool of endpoints with a hard cap, as Payara's is: beyond it creation fails at once. */
final class FakeEndpoints implements MessageEndpointFactory {

    /** What an endpoint does before it answers. */
    @FunctionalInterface
    interface Behaviour {
        void run() throws InterruptedException;
    }

    private final int cap;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Behaviour ofCommands = () -> { };
    private volatile Behaviour ofMessages = () -> { };

    FakeEndpoints(int cap) {
        this.cap = cap;
    }

    void behave(Behaviour behaviour) {
        ofCommands = behaviour;
        ofMessages = behaviour;
    }

    void behaveInMessages(Behaviour behaviour) {
        ofMessages = behaviour;
    }

    int open() {
        return open.get();
    }

    int most() {
        return most.get();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) throws UnavailableException {
        int now = open.incrementAndGet();
        if (now > cap) {
            open.decrementAndGet();
            throw new UnavailableException("the pool is exhausted");
        }
        most.accumulateAndGet(now, Math::max);
        return new Endpoint();
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeout) throws UnavailableException {
        return createEndpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
        return false;
    }

    @Override
    public String getActivationName() {
        return "fake";
    }

    @Override
    public Class<?> getEndpointClass() {
        return Endpoint.class;
    }

    private final class Endpoint implements MessageEndpoint, SmtpListener {

        private <T> T answer(Behaviour behaviour, Callable<T> answer) {
            calls.incrementAndGet();
            try {
                behaviour.run();
                return answer.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private Decision proceed() {
            return answer(ofCommands, () -> new Decision.Proceed(SessionNotes.NONE, SessionLimits.DEFAULT));
        }

        @Override
        public boolean ready() {
            return answer(ofCommands, () -> true);
        }

        @Override
        public Decision onConnect(ConnectRequest request) {
            return proceed();
        }

        @Override
        public Decision onTls(TlsRequest request) {
            return proceed();
        }

        @Override
        public Decision onHello(HelloRequest request) {
            return proceed();
        }

        @Override
        public AuthDecision onAuth(AuthRequest request) {
            return answer(ofCommands, () -> new AuthDecision.Authenticated("alice@example.com", SessionNotes.NONE, SessionLimits.DEFAULT));
        }

        @Override
        public Decision onMail(MailRequest request) {
            return proceed();
        }

        @Override
        public Decision onRcpt(RcptRequest request) {
            return proceed();
        }

        @Override
        public Reply onInquiry(InquiryRequest request) {
            return answer(ofCommands, () -> Replies.CANNOT_VERIFY);
        }

        @Override
        public Receipt onMessage(MessageRequest request) {
            return answer(ofMessages, () -> new Receipt.Accepted("Q"));
        }

        @Override
        public void onRefusal(RefusalNotice notice) {
            answer(ofCommands, () -> true);
        }

        @Override
        public void onDisconnect(DisconnectNotice notice) {
            answer(ofCommands, () -> true);
        }

        @Override
        public void beforeDelivery(Method method) {
            throw new UnsupportedOperationException("the commit happens inside the method");
        }

        @Override
        public void afterDelivery() {
            throw new UnsupportedOperationException("the commit happens inside the method");
        }

        @Override
        public void release() {
            open.decrementAndGet();
        }
    }
}
