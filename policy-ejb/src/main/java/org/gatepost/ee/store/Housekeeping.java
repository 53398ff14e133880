package org.gatepost.ee.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import jakarta.annotation.Resource;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;

import org.gatepost.adapter.quota.PolicyServiceQuota;
import org.gatepost.ee.health.ChannelMetrics;
import org.gatepost.ee.health.DirectoryMetrics;
import org.gatepost.ee.health.LeakMetrics;
import org.gatepost.ee.health.ScannerMetrics;
import org.gatepost.ee.health.DatabaseContact;
import org.gatepost.ee.tls.CertificateWatch;
import org.gatepost.ee.trace.DatabaseAlarms;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.verify.Leaks;
import org.gatepost.verify.NextHopQuestions;

/**
 * What this node does again and again: its heartbeat, a look at the policy, at how full the queue is and at the certificates, the trace's way out, and sweeping. Each on a
 * thread of its own, so that they do not wait for each other, and by elapsed time: the container's timers go by the date, and one that is set back by
 * an hour would stop them for that hour, the heartbeat and with it the lease too.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;
    @Inject
    private GatepostDatabase database;
    @Inject
    private Transactions transactions;
    @Inject
    private Heartbeat heartbeat;
    @Inject
    private Sweeping sweeping;
    @Inject
    private ActivePolicy policy;
    @Inject
    private QueueFill queue;
    @Inject
    private TraceRing trace;
    @Inject
    private DatabaseAlarms alarms;
    @Inject
    private CertificateWatch certificates;
    @Inject
    private DatabaseContact contact;
    @Inject
    private ChannelCounts counts;
    @Inject
    private ChannelMetrics metrics;
    @Inject
    private UserScriptRows userScripts;
    @Inject
    private DirectoryMetrics directory;
    @Inject
    private ScannerMetrics scanners;
    @Inject
    private FilterWatch filters;
    @Inject
    private LeakMetrics leakMetrics;
    @Inject
    private Leaks leaks;
    @Inject
    private NextHopQuestions nextHops;
    @Inject
    private DirectoryFlushes flushes;
    @Inject
    private PolicyServiceQuota quota;

    private final Set<Task> behind = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopping = new CountDownLatch(1);
    /** So at first, for an earlier life may have ended with the alarm raised. */
    private volatile boolean queueWasFull = true;

    /** What is done, and how often. */
    private enum Task {
        TRACE(250), POLICY(250), QUEUE(2_000), SCRIPTS(1_000), FLUSHES(1_000), FILTERS(5_000), CERTIFICATES(5_000), COUNTERS(5_000), HEARTBEAT(10_000), SWEEP(600_000);

        private final long everyMillis;

        Task(long everyMillis) {
            this.everyMillis = everyMillis;
        }
    }

    /**
     * Looks at the policy for the first time and begins the rest.
     *
     * @throws IllegalStateException with one line that names a wrong setting
     */
    public void start() {
        sweeping.prepare();
        run(Task.POLICY);
        for (Task task : Task.values()) {
            threads.newThread(() -> repeat(task)).start();
        }
    }

    private void repeat(Task task) {
        try {
            while (!stopping.await(task.everyMillis, TimeUnit.MILLISECONDS)) {
                run(task);
            }
        } catch (InterruptedException e) {
            // The container ends its threads with the application.
            Thread.currentThread().interrupt();
        }
    }

    /** Begins nothing any more and ends this node's lease. */
    public void stop() {
        stopping.countDown();
        try {
            heartbeat.end();
            counts.write(new JdbcTransactions(database.direct()));
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "the lease was not ended, it runs out by itself: {0}", e.getMessage());
        }
    }

    // Nothing may leave here: the thread would end.
    private void run(Task task) {
        try {
            switch (task) {
                case TRACE -> {
                    trace.drain();
                    alarms.drain();
                }
                case POLICY -> lookAtPolicy();
                case QUEUE -> lookAtQueue();
                case SCRIPTS -> userScripts.look();
                case FLUSHES -> flushes.look();
                case FILTERS -> {
                    filters.look(policy.current());
                    quota.onlyThese(policy.current().channels().values().stream().flatMap(channel -> channel.keywords().transport().quota().service().stream()).collect(Collectors.toSet()));
                }
                case CERTIFICATES -> certificates.look();
                case COUNTERS -> {
                    directory.add();
                    metrics.add(counts.write(transactions));
                    scanners.add();
                    leakMetrics.add();
                    leaks.look(policy.current().channels().keySet());
                    nextHops.look(policy.current().channels().keySet());
                }
                case HEARTBEAT -> {
                    if (stopping.getCount() > 0) {
                        heartbeat.beat();
                    }
                }
                case SWEEP -> sweeping.sweep();
            }
            behind.remove(task);
        } catch (SQLException e) {
            say(task, StoreException.summary(e));
        } catch (RuntimeException | Error e) {
            say(task, e.toString());
        }
    }

    // Once, not four times a second, while the database is away.
    private void say(Task task, String why) {
        if (behind.add(task)) {
            LOG.log(Level.WARNING, "{0} has to wait: {1}", new Object[] {task, why});
        }
    }

    private void lookAtPolicy() {
        policy.look(transactions.inOne(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT version_id FROM active_policy");
                    ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("active_policy has no row");
                }
                return row.getLong(1);
            }
        }));
        contact.answered();
    }

    private void lookAtQueue() {
        if (transactions.inOne(queue::look)) {
            alarms.raise("queue", "The queue holds " + queue.entries() + " entries and may hold " + queue.entriesMax()
                    + " (GATEPOST_QUEUE_ROWS_MAX): new mail is answered 452 4.3.1 until there are fewer.");
        } else if (queueWasFull) {
            alarms.clear("queue");
        }
        queueWasFull = queue.entries() >= queue.entriesMax();
    }
}
