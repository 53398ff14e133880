package org.gatepost.smtp.ra;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.session.Link;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.session.SmtpSession;
import org.gatepost.smtp.wire.ReplyWriter;

/** The sessions of one activation: starts each on a virtual thread of its own, counts them, and ends them all. Safe for all threads. */
final class OpenSessions {

    private static final System.Logger LOG = System.getLogger(OpenSessions.class.getName());

    private final SessionSettings settings;
    private final SmtpListener listener;
    private final String listenerName;
    private final int sessionsMax;
    private final String idPrefix;
    private final ReadWatch watch = new ReadWatch();
    private final AtomicLong counter = new AtomicLong();
    private final Set<SmtpSession> open = ConcurrentHashMap.newKeySet();
    private final Map<IpAddress, Integer> ofClient = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();
    private int taken;
    private boolean ended;

    OpenSessions(SessionSettings settings, SmtpListener listener, String listenerName, int sessionsMax) {
        this.settings = settings;
        this.listener = listener;
        this.listenerName = listenerName;
        this.sessionsMax = sessionsMax;
        this.idPrefix = Long.toString(settings.clock().millis(), Character.MAX_RADIX) + "-";
    }

    /** Begins a session, or says 421 where there are too many. Does not wait. */
    void begin(Socket socket) throws IOException {
        Link link = new SocketLink(socket, watch);
        IpAddress client = IpAddress.of(socket.getInetAddress().getAddress());
        Optional<Integer> place = take();
        if (place.isEmpty()) {
            refused.incrementAndGet();
            refuse(link);
            return;
        }
        int clients = ofClient.merge(client, 1, Integer::sum);
        SmtpSession session = new SmtpSession(settings, link, new ConnectRequest(connection(socket, client), place.get(), clients), listener);
        open.add(session);
        if (hasEnded()) {
            session.stop();
        }
        boolean begun = false;
        try {
            Thread.ofVirtual().name("smtp-" + counter.get()).inheritInheritableThreadLocals(false).start(() -> run(session, client));
            begun = true;
        } finally {
            if (!begun) {
                link.close();
                leave(session, client);
            }
        }
    }

    private void run(SmtpSession session, IpAddress client) {
        try {
            session.run();
        } finally {
            leave(session, client);
        }
    }

    private void leave(SmtpSession session, IpAddress client) {
        open.remove(session);
        ofClient.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
        giveBack();
    }

    private Connection connection(Socket socket, IpAddress client) {
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        return new Connection(idPrefix + Long.toString(counter.incrementAndGet(), Character.MAX_RADIX), listenerName, client, socket.getPort(),
                IpAddress.of(local.getAddress().getAddress()), local.getPort(), Optional.empty());
    }

    private static void refuse(Link link) throws IOException {
        try {
            ReplyWriter writer = new ReplyWriter(link.output());
            writer.write(Replies.TOO_MANY_CONNECTIONS);
            writer.flush();
        } finally {
            link.close();
        }
    }

    private synchronized Optional<Integer> take() {
        return taken < sessionsMax && !ended ? Optional.of(++taken) : Optional.empty();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized void giveBack() {
        taken--;
        notifyAll();
    }

    /** What ends reads that wait too long; somebody has to let it look. */
    ReadWatch watch() {
        return watch;
    }

    /** How many are open. */
    synchronized int count() {
        return taken;
    }

    /**
     * Cuts sessions that outlived their limit, as those do whose client does not read our replies: a blocked write has no timeout of its own. Says how
     * many connections were refused since the last time: policy is not asked about those, and there may be too many for a line each.
     */
    void lookAfter() {
        open.stream().filter(SmtpSession::isOver).forEach(SmtpSession::abort);
        long late = refused.getAndSet(0);
        if (late > 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} connections were told {1}: {2} sessions may be open", late, Replies.TOO_MANY_CONNECTIONS, sessionsMax);
        }
    }

    /** Tells waiting sessions 421, gives those inside a message so long to finish, and cuts the rest. No session may begin any more. */
    void end(Duration grace) {
        synchronized (this) {
            ended = true;
        }
        open.forEach(SmtpSession::stop);
        Instant deadline = settings.steadyClock().instant().plus(grace);
        if (!awaitNone(deadline)) {
            LOG.log(System.Logger.Level.WARNING, "{0} sessions did not finish in time and are cut", count());
            open.forEach(SmtpSession::abort);
            awaitNone(settings.steadyClock().instant().plusSeconds(1));
        }
    }

    private synchronized boolean awaitNone(Instant deadline) {
        try {
            while (taken > 0) {
                long rest = Duration.between(settings.steadyClock().instant(), deadline).toMillis();
                if (rest <= 0) {
                    return false;
                }
                wait(rest);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
