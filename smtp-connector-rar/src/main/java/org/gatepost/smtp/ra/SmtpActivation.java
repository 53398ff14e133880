package org.gatepost.smtp.ra;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;

import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.session.ContentPace;
import org.gatepost.smtp.session.PortLoad;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;
import org.gatepost.smtp.tls.ServerTls;
import org.gatepost.smtp.tls.TlsFiles;

/** One message-driven bean's ports, sessions and spool, from activation to deactivation. */
final class SmtpActivation {

    private static final System.Logger LOG = System.getLogger(SmtpActivation.class.getName());
    private static final long LOOK_SECONDS = 10;
    /** Where filters bring back what they were given. */
    private static final String RETURN = "return";
    private static final long TLS_LOOK_SECONDS = 2;

    private final ScheduledThreadPoolExecutor timer;
    private final EndpointDispatcher dispatcher;
    private final OpenSessions sessions;
    private final List<SmtpPort> ports = new ArrayList<>();
    private final ServerTls tls;
    private final Duration drain;

    SmtpActivation(MessageEndpointFactory factory, SmtpActivationSpec spec) throws ResourceException {
        timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("smtp-deadlines").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        dispatcher = new EndpointDispatcher(factory, new StagePermits(spec.getPermits()),
                Duration.ofSeconds(spec.getStageDeadlineSeconds()), timer);
        tls = new ServerTls(TlsFiles.of(spec.getTlsCertificate(), spec.getTlsKey(), spec.getTlsDirectory(), spec.getTlsClientAuthorities()));
        sessions = new OpenSessions(settings(spec), dispatcher, tls, sessionsMax(spec));
        drain = Duration.ofSeconds(spec.getDrainSeconds());
        for (Door door : doors(spec)) {
            for (InetSocketAddress address : addresses(door.listener().equals(RETURN) ? spec.getReturnBind() : spec.getBind(), door.port())) {
                ports.add(new SmtpPort(address, door, dispatcher, sessions));
            }
        }
    }

    /** All of them share permits, spool and limits: they are one server's. */
    static List<Door> doors(SmtpActivationSpec spec) {
        List<Door> doors = new ArrayList<>(List.of(new Door(spec.getListener(), spec.getSmtpPort(), false, "GATEPOST_SMTP_PORT")));
        if (spec.getSubmissionPort() > 0) {
            doors.add(new Door("submission", spec.getSubmissionPort(), false, "GATEPOST_SUBMISSION_PORT"));
        }
        if (spec.getSubmissionsPort() > 0) {
            doors.add(new Door("submissions", spec.getSubmissionsPort(), true, "GATEPOST_SUBMISSIONS_PORT"));
        }
        if (spec.getReturnPort() > 0) {
            doors.add(new Door(RETURN, spec.getReturnPort(), false, "GATEPOST_HOP_RETURN_PORT"));
        }
        return doors;
    }

    private static SessionSettings settings(SmtpActivationSpec spec) throws ResourceException {
        PortLoad load = new PortLoad(Descriptors.contents(spec.getContentsMax(), Descriptors.limit()), spec.getOpenRecipientsMax(), spec.getEncryptedSessionsMax());
        ContentPace pace = new ContentPace(spec.getContentOctetsPerSecondMin(), Duration.ofSeconds(spec.getContentGraceSeconds()));
        return new SessionSettings(spec.getHostname(), spool(spec), InstantSource.system(), new SteadyClock(), load, pace,
                Duration.ofSeconds(spec.getHandshakeSeconds()));
    }

    private static int sessionsMax(SmtpActivationSpec spec) {
        int sessions = Descriptors.sessions(spec.getSessionsMax(), Descriptors.limit());
        if (sessions < spec.getSessionsMax()) {
            LOG.log(System.Logger.Level.WARNING, "{0} sessions at most, for the process may have {1} descriptors (ulimit -n)", sessions, Descriptors.limit());
        }
        return sessions;
    }

    /** Does not wait: each port asks policy whether it is ready, and binds when it is. */
    void start(WorkManager work) throws ResourceException {
        tls.look();
        every(Duration.ofSeconds(TLS_LOOK_SECONDS), "looking at the TLS files", tls::look);
        every(Duration.ofSeconds(LOOK_SECONDS), "cutting sessions that outlived their limit", sessions::lookAfter);
        every(ReadWatch.INTERVAL, "ending reads that last too long", sessions.watch()::look);
        every(TurnedAway.REPORT, "saying what was turned away", dispatcher::reportTurnedAway);
        for (SmtpPort port : ports) {
            work.scheduleWork(port);
        }
    }

    private void every(Duration interval, String name, Runnable work) {
        timer.scheduleWithFixedDelay(new Recurring(name, work), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes the ports first, then ends the sessions; returns when that is done. */
    void stop() {
        ports.forEach(SmtpPort::stop);
        LOG.log(System.Logger.Level.INFO, "ports closed, {0} sessions open", sessions.count());
        dispatcher.beginEnd();
        sessions.end(drain);
        dispatcher.reportTurnedAway();
        timer.shutdownNow();
    }

    List<SmtpPort> ports() {
        return List.copyOf(ports);
    }

    private static SpoolDirectory spool(SmtpActivationSpec spec) throws ResourceException {
        SpoolDirectory spool = new SpoolDirectory(Path.of(spec.getSpoolDirectory()), 
                new SpoolBudget(spec.getSpoolOctetsMax(), spec.getSpoolMemoryOctetsMax()));
        try {
            int swept = spool.prepare();
            if (swept > 0) {
                LOG.log(System.Logger.Level.INFO, "removed {0} contents an earlier run left in the spool directory; none had been acknowledged", swept);
            }
            return spool;
        } catch (IOException e) {
            throw new ResourceException("the spool directory " + spec.getSpoolDirectory() + " cannot be used", e);
        }
    }

    /** Where to listen. A wildcard takes every address, those of the other family too, so that beside it nothing else could be bound. */
    static List<InetSocketAddress> addresses(String bind, int port) throws ResourceException {
        List<InetSocketAddress> out = new ArrayList<>();
        for (String part : bind.split(",")) {
            String text = part.strip().replaceAll("^\\[|\\]$", "");
            try {
                out.add(new InetSocketAddress(InetAddress.getByAddress(IpAddress.parse(text).octets()), port));
            } catch (IllegalArgumentException | IOException e) {
                throw new ResourceException("the SMTP port's bind (GATEPOST_BIND, GATEPOST_HOP_RETURN_BIND) is no list of addresses: " + bind, e);
            }
        }
        return out.stream().filter(address -> address.getAddress().isAnyLocalAddress()).findFirst().map(List::of).orElseGet(() -> out.stream().distinct().toList());
    }
}
