package org.gatepost.ee.warmup;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.gatepost.channel.Need;
import org.gatepost.channel.ServiceKeywords;
import org.gatepost.conversion.ConversionEntries;
import org.gatepost.ee.inbound.GroupCommit;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.gate.Assembly;
import org.gatepost.gate.ListenerPolicy;
import org.gatepost.gate.PolicySnapshot;
import org.gatepost.gate.ScriptPolicy;
import org.gatepost.mapping.MappingTables;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.Backlog;
import org.gatepost.rewrite.RewriteRules;
import org.gatepost.smtp.listener.ConnectRequest;
import org.gatepost.smtp.listener.Connection;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.listener.SmtpListener;
import org.gatepost.smtp.protocol.IpAddress;
import org.gatepost.smtp.session.SessionSettings;
import org.gatepost.smtp.session.SmtpSession;
import org.gatepost.smtp.session.SteadyClock;
import org.gatepost.smtp.spool.SpoolBudget;
import org.gatepost.smtp.spool.SpoolDirectory;

/**
 * Sessions side by side that send messages to nobody through the commands, stages and group commit of real ones, until the time is over, and keep
 * nothing of them. For one use.
 */
public final class Rehearsal {

    /** Sessions at once: enough for groups to form. */
    static final int SESSIONS = 8;

    private static final int TRANSACTIONS_OF_A_SESSION = 10;
    private static final long SPOOL_OCTETS_MAX = 16 << 20;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final IpAddress LOOPBACK = IpAddress.parse("127.0.0.1");
    private static final String NAME = "warm-up.invalid";
    private static final String CONTENT = "From: <nobody@" + NAME + ">\r\nTo: <nobody@" + NAME + ">\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
            + "Message-ID: <warm-up@" + NAME + ">\r\nSubject: to nobody\r\n\r\n" + ("x".repeat(76) + "\r\n").repeat(50) + ".\r\n";

    private final Node node;
    private final PolicySnapshot policy;
    private final SessionSettings session;

    /**
     * Who rehearses.
     *
     * @param spool never written to: the contents are small
     */
    public record Node(String name, String hostname, Path spool, Transactions transactions, CommitOutcome outcomes, long incarnation) {
    }

    public Rehearsal(Node node, PolicySnapshot policy) {
        this.node = node;
        // Neither scanners nor tables are asked about mail that does not exist.
        this.policy = new PolicySnapshot(policy.version(), policy.listeners(), policy.channels(), List.of(), MappingTables.NONE, policy.names(), ScriptPolicy.NONE, RewriteRules.NONE,
                policy.throttles(), ConversionEntries.NONE);
        this.session = new SessionSettings(node.hostname(), new SpoolDirectory(node.spool(), new SpoolBudget(SPOOL_OCTETS_MAX)), Clock.systemUTC(),
                new SteadyClock());
    }

    /**
     * Returns how many messages were accepted.
     *
     * @throws IllegalStateException if sessions hang a second after the time; they are left to themselves
     */
    public int last(Duration time) throws InterruptedException {
        Incarnation incarnation = new Incarnation();
        incarnation.becomes(node.incarnation());
        GroupCommit commit = GroupCommit.over(new NothingKept(node.transactions()), node.outcomes(), incarnation, node.name(), new NoDelivery(), new TraceRing());
        AtomicInteger accepted = new AtomicInteger();
        try {
            play(gatekeeper(message -> {
                Receipt receipt = commit.accept(message);
                if (receipt instanceof Receipt.Accepted) {
                    accepted.incrementAndGet();
                }
                return receipt;
            }), time);
        } finally {
            // Aside: a writer that hangs would be waited for.
            Thread.ofPlatform().daemon().name("warm-up-end").start(commit::stop);
        }
        return accepted.get();
    }

    private void play(SmtpListener gatekeeper, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        CountDownLatch over = new CountDownLatch(SESSIONS);
        for (int i = 0; i < SESSIONS; i++) {
            Thread.ofPlatform().daemon().name("warm-up").start(() -> {
                try {
                    while (System.nanoTime() < end) {
                        new SmtpSession(session, new ScriptedLink(dialog()), connect(), gatekeeper).run();
                    }
                } finally {
                    over.countDown();
                }
            });
        }
        if (!over.await(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(over.getCount() + " of " + SESSIONS + " sessions did not come to an end");
        }
    }

    private SmtpListener gatekeeper(Acceptance acceptance) {
        return new Assembly(new Assembly.Names(node.hostname(), NAME), new EverybodyIsHere(), () -> policy, Clock.systemUTC())
                .gatekeeper(NoScan.round(), acceptance, Backlog.none(), (route, node) -> { }, event -> { }, new Random());
    }

    private ConnectRequest connect() {
        // Where it may say MAIL in the clear and as nobody, and nobody has to speak first.
        String listener = policy.listeners().values().stream().filter(this::takesAnybody).map(ListenerPolicy::name).sorted().findFirst()
                .orElseThrow(() -> new IllegalStateException("no port takes mail of a client nobody knows"));
        return new ConnectRequest(new Connection("warm-up", listener, LOOPBACK, 1, LOOPBACK, 1, Optional.empty()), 1, 1);
    }

    private boolean takesAnybody(ListenerPolicy port) {
        ServiceKeywords service = policy.channel(port.sourceChannel()).keywords().service();
        return port.proxy().isEmpty() && service.tls() != Need.MUST && !service.requiresAuthentication();
    }

    private static List<String> dialog() {
        List<String> lines = new ArrayList<>(List.of("EHLO " + NAME + "\r\n"));
        for (int i = 0; i < TRANSACTIONS_OF_A_SESSION; i++) {
            lines.addAll(List.of("MAIL FROM:<nobody@" + NAME + "> SIZE=4096\r\n", "RCPT TO:<nobody@" + NAME + ">\r\n", "DATA\r\n", CONTENT));
        }
        lines.add("QUIT\r\n");
        return lines;
    }
}
