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
import org.gatepost.smtp.session.Arrival;
import org.gatepost.smtp.session.ClientCount;
import org.gatepost.smtp.session.Link;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.session.SmtpSession;
import org.gatepost.smtp.tls.ServerTls;
import org.gatepost.smtp.wire.ReplyWriter;

/** The sessions of one activation: starts each on a virtual thread of its own, counts them, and ends them all. Safe for all threads. */
final class OpenSessions {

    private static final System.Logger LOG = System.getLogger(OpenSessions.class.getName());

    private final SessionSettings settings;
    private final SmtpListener listener;
    private final ServerTls tls;
    private final int sessionsMax;
    private final String idPrefix;
    private final ReadWatch watch = new ReadWatch();
    private final AtomicLong counter = new AtomicLong();
    private final Set<SmtpSession> open = ConcurrentHashMap.newKeySet();
    private final Map<IpAddress, Integer> ofClient = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();
    private int taken;
    private boolean ended;

    OpenSessions(SessionSettings settings, SmtpListener listener, ServerTls tls, int sessionsMax) {
        this.settings = settings;
        this.listener = listener;
        this.tls = tls;
        this.sessionsMax = sessionsMax;
        this.idPrefix = Long.toString(settings.clock().millis(), Character.MAX_RADIX) + "-";
    }

    /** Begins a session, or says 421 where there are too many. Does not wait. */
    void begin(Socket socket, Door door) throws IOException {
        Link link = new SocketLink(socket, watch, tls);
        IpAddress client = IpAddress.of(socket.getInetAddress().getAddress());
        Optional<Integer> place = take();
        if (place.isEmpty()) {
            refused.incrementAndGet();
            refuse(link, door);
            return;
        }
        Counted counted = new Counted(client);
        int clients = counted.begin();
        ConnectRequest connect = new ConnectRequest(connection(socket, client, door), place.get(), clients);
        SmtpSession session = new SmtpSession(settings, link, new Arrival(connect, door.tlsFirst(), counted), listener);
        open.add(session);
        if (hasEnded()) {
            session.stop();
        }
        boolean begun = false;
        try {
            Thread.ofVirtual().name("smtp-" + counter.get()).inheritInheritableThreadLocals(false).start(() -> run(session, counted));
            begun = true;
        } finally {
            if (!begun) {
                link.close();
                leave(session, counted);
            }
        }
    }

    private void run(SmtpSession session, Counted counted) {
        try {
            session.run();
        } finally {
            leave(session, counted);
        }
    }

    private void leave(SmtpSession session, Counted counted) {
        open.remove(session);
        counted.end();
        giveBack();
    }

    /** Whose session one is. A host before us may reveal another client than the one that connected: then that one's are counted. For the session's thread. */
    private final class Counted implements ClientCount {

        private IpAddress client;

        private Counted(IpAddress client) {
            this.client = client;
        }

        private int begin() {
            return ofClient.merge(client, 1, Integer::sum);
        }

        private void end() {
            ofClient.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
        }

        @Override
        public int belongsTo(IpAddress other) {
            end();
            client = other;
            return begin();
        }
    }

    private Connection connection(Socket socket, IpAddress client, Door door) {
        InetSocketAddress local = (InetSocketAddress) socket.getLocalSocketAddress();
        return new Connection(idPrefix + Long.toString(counter.incrementAndGet(), Character.MAX_RADIX), door.listener(), client, socket.getPort(),
                IpAddress.of(local.getAddress().getAddress()), local.getPort(), Optional.empty());
    }

    /** Where the handshake comes first there is no time for one: the connection is closed without a word. */
    private static void refuse(Link link, Door door) throws IOException {
        if (door.tlsFirst()) {
            link.close();
            return;
        }
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
