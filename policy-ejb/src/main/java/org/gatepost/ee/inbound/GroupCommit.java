package org.gatepost.ee.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.load.ProcessorLoad;
import org.gatepost.ee.settings.PartSettings;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.CommitOutcome;
import org.gatepost.ee.store.ContentChunks;
import org.gatepost.ee.store.GatepostDatabase;
import org.gatepost.ee.store.Incarnation;
import org.gatepost.ee.store.MessageRows;
import org.gatepost.ee.store.StoredMessage;
import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.queue.Acceptance;
import org.gatepost.queue.ChannelCounters;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.NewMessage;
import org.gatepost.smtp.listener.Receipt;
import org.gatepost.smtp.protocol.Replies;
import org.gatepost.smtp.spool.MessageContent;

/**
 * Makes messages ours, many in one commit: sessions hand theirs in and wait; a few writers each take what has gathered. The more sessions wait,
 * the larger the groups, and the cheaper each message. Safe for use by many threads.
 */
@ApplicationScoped
public class GroupCommit implements Acceptance {

    /** Greatest content that travels with the group; larger ones are written before, by their session's thread. */
    public static final int IN_GROUP_OCTETS_MAX = ContentChunks.CHUNK_OCTETS;
    /** How long a message waits to be taken by a writer; after it, 451. */
    static final long WAIT_SECONDS_MAX = 30;
    /** Transactions open at once. */
    static final int WRITERS = 2;

    private static final Logger LOG = Logger.getLogger(GroupCommit.class.getName());
    private static final long STOP_SECONDS_MAX = 40;

    private final WaitingMessages waiting;
    private final List<Thread> writers = new ArrayList<>();
    private Thread watch;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LargeContents large;
    private final FreshEntries fresh;
    private final GroupWriter writer;
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory containerThreads;
    private ThreadFactory threads;

    /** For the container's proxy. */
    protected GroupCommit() {
        this.waiting = null;
        this.large = null;
        this.fresh = null;
        this.writer = null;
    }

    @Inject
    GroupCommit(Transactions transactions, GatepostDatabase database, Incarnation incarnation, Settings settings, FreshEntries fresh, TraceRing trace,
            ProcessorLoad processors, ChannelCounters counters) {
        this(transactions, new CommitOutcome(database.direct(), CommitOutcome.ASK_MAX), incarnation, new MessageRows(settings.node(), PartSettings.read()), new AfterCommit(fresh, trace, counters),
                processors::isShort);
    }

    private GroupCommit(Transactions transactions, CommitOutcome outcomes, Incarnation incarnation, MessageRows rows, AfterCommit after,
            BooleanSupplier processorsShort) {
        this.waiting = new WaitingMessages(processorsShort);
        this.large = new LargeContents(transactions, WAIT_SECONDS_MAX);
        this.fresh = after.fresh();
        this.writer = new GroupWriter(transactions, rows, outcomes, incarnation::id, after);
    }

    /** What is done with a committed message: handed on, told to the log, counted. */
    private record AfterCommit(FreshEntries fresh, TraceRing trace, ChannelCounters counters) implements GroupWriter.After {
        @Override
        public void offer(List<ClaimedEntry> entries, Optional<byte[]> content) {
            fresh.offer(entries, content);
        }

        @Override
        public void committed(NewMessage message) {
            trace.recordCommitted(message.trace());
            message.reports().forEach(report -> trace.recordCommitted(report.trace()));
            counters.accepted(message);
        }
    }

    /** Without a container, on processors that are never short; the writers are daemon threads. {@link #stop()} ends them. */
    public static GroupCommit over(Transactions transactions, CommitOutcome outcomes, Incarnation incarnation, String node, FreshEntries fresh,
            TraceRing trace) {
        GroupCommit commit = new GroupCommit(transactions, outcomes, incarnation, new MessageRows(node), new AfterCommit(fresh, trace, new ChannelCounters()), () -> false);
        commit.threads = Thread.ofPlatform().daemon().name("group-commit-", 1).factory();
        return commit;
    }

    @PostConstruct
    void runOnContainerThreads() {
        threads = containerThreads;
    }

    /** Starts the writers, on the thread of who starts the server: for a session's virtual thread it would be its first message's work. */
    public void begin() {
        startWriters();
    }

    @Override
    public Receipt accept(NewMessage message) {
        Optional<byte[]> content = Optional.empty();
        try {
            content = content(message);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the content of {0} was not stored: {1}", new Object[] {message.message().id(), e.getMessage()});
            return new Receipt.Refused(Replies.COULD_NOT_STORE);
        }
        WaitingMessage mine = new WaitingMessage(new StoredMessage(message, content, isForNow(message) && fresh.hasRoom(message.entries())));
        startWriters();
        if (!waiting.offer(mine)) {
            return new Receipt.Refused(Replies.SYSTEM_BUSY);
        }
        return await(mine);
    }

    /** What is held until later goes to whoever claims it then. */
    private static boolean isForNow(NewMessage message) {
        return message.message().releaseAt().isEmpty();
    }

    private Optional<byte[]> content(NewMessage message) throws IOException {
        MessageContent content = message.content();
        try (InputStream octets = content.open()) {
            if (content.size() <= IN_GROUP_OCTETS_MAX) {
                return Optional.of(octets.readAllBytes());
            }
            large.write(message.message().id(), octets);
            return Optional.empty();
        }
    }

    /** No timeout of its own, which would set and clear a timer for each message: {@link #refuseOverdue} ends what waits too long. */
    private static Receipt await(WaitingMessage mine) {
        try {
            return mine.receipt().get();
        } catch (InterruptedException e) {
            if (mine.withdraw()) {
                return new Receipt.Refused(Replies.COULD_NOT_STORE);
            }
            // It has joined a group: nothing cuts that, and the writer always answers.
            Receipt receipt = mine.receipt().join();
            Thread.currentThread().interrupt();
            return receipt;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuseOverdue() {
        try {
            while (!ended.await(1, TimeUnit.SECONDS)) {
                waiting.withdrawOverdue(System.nanoTime() - TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX))
                        .forEach(message -> message.receipt().complete(new Receipt.Refused(Replies.COULD_NOT_STORE)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Here and not at construction: a thread of the container that did not start, or died, is replaced with the next message.
    private void startWriters() {
        synchronized (writers) {
            writers.removeIf(thread -> !thread.isAlive());
            while (writers.size() < WRITERS) {
                Thread thread = threads.newThread(this::writeGroups);
                writers.add(thread);
                thread.start();
            }
            if (watch == null || !watch.isAlive()) {
                watch = threads.newThread(this::refuseOverdue);
                watch.start();
            }
        }
    }

    private void writeGroups() {
        try {
            for (List<WaitingMessage> group = waiting.takeGroup(); !group.isEmpty(); group = waiting.takeGroup()) {
                try {
                    writer.write(group);
                } catch (RuntimeException | Error e) {
                    // Errors too: the other messages wait for this thread.
                    LOG.log(Level.SEVERE, "a group of messages failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more messages, finishes those it has, and ends the writers. */
    @PreDestroy
    public void stop() {
        waiting.close();
        ended.countDown();
        synchronized (writers) {
            try {
                for (Thread thread : writers) {
                    thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS_MAX));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
