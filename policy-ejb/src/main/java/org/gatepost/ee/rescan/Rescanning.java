package org.gatepost.ee.rescan;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.gatepost.ee.admin.Deliveries;
import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.store.RescanRows;
import org.gatepost.ee.store.StoredContent;
import org.gatepost.ee.store.Transactions;
import org.gatepost.gate.LateScan;
import org.gatepost.queue.ContentStore;
import org.gatepost.scan.Awaited;
import org.gatepost.smtp.protocol.Mailbox;

/**
 * Looks, on threads of the container's, for messages whose time it is to be asked about again, asks, and writes what came of it. A message is one thread's for
 * as long as its next pause; no transaction is open while engines are asked. One that cannot be asked about keeps no other waiting.
 */
@ApplicationScoped
public class Rescanning {

    private static final Logger LOG = System.getLogger(Rescanning.class.getName());
    private static final long LOOK_MILLIS = 5_000;
    /** Messages of this node that are asked about at once: more than one, so that a slow engine works off what waited for it, and fewer than it is asked about new mail. */
    private static final int AT_ONCE = 4;

    @Inject
    private Transactions transactions;
    @Inject
    private ContentStore contents;
    @Inject
    private LateScan lateScan;
    @Inject
    private Deliveries deliveries;
    @Inject
    private Settings settings;
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private RescanSettings when;
    private volatile boolean behind;

    /** Begins. */
    public void start() {
        when = RescanSettings.read();
        for (int i = 0; i < AT_ONCE; i++) {
            threads.newThread(this::repeat).start();
        }
    }

    /** Asks about no other message. */
    public void stop() {
        stopping.countDown();
    }

    private void repeat() {
        try {
            while (!stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                once();
            }
        } catch (InterruptedException e) {
            // The container ends its threads with the application.
            Thread.currentThread().interrupt();
        }
    }

    // Nothing may leave here: the thread would end. And once, not each time, while the database is away.
    private void once() {
        try {
            boolean all = true;
            Optional<UUID> due = take();
            while (due.isPresent() && stopping.getCount() > 0) {
                all &= isDone(due.get());
                due = take();
            }
            behind &= !all;
        } catch (RuntimeException | Error e) {
            say("messages that wait for engines have to wait longer", e);
        }
    }

    // One at a time: behind a slow engine the others would come due again before they were asked about, here or at another node.
    private Optional<UUID> take() {
        return transactions.inOne(connection -> RescanRows.take(connection, when.firstPause(), RescanSettings.PAUSE_MAX, 1)).stream().findFirst();
    }

    private boolean isDone(UUID message) {
        try {
            transactions.inOne(connection -> RescanRows.read(connection, message)).ifPresent(this::askAbout);
            return true;
        } catch (RuntimeException e) {
            say("message " + message + " has to wait longer for its engines", e);
            return false;
        }
    }

    private void say(String what, Throwable why) {
        LOG.log(behind ? Level.DEBUG : Level.WARNING, "{0}: {1}", what, why.toString());
        behind = true;
    }

    private void askAbout(RescanRows.Due message) {
        Map<Mailbox, LateScan.Fate> fates = new LinkedHashMap<>();
        boolean tooOld = message.age().compareTo(when.ageMax()) >= 0;
        if (tooOld) {
            message.copies().keySet().forEach(copy -> fates.put(copy, new LateScan.Fate.Hold(Awaited.TOO_OLD_RULE, "no engine answered for " + when.ageMax().toHours() + " hours")));
        } else {
            fates.putAll(lateScan.ask(new LateScan.Waiting("rescan/" + message.id(), new StoredContent(contents, message.id(), message.octets()), message.client(),
                    message.sender(), message.copies())));
        }
        if (fates.values().stream().allMatch(LateScan.Fate.Wait.class::isInstance)) {
            return;
        }
        int released = transactions.inOne(connection -> RescanRows.settle(connection, settings.node(), message, fates));
        if (released > 0) {
            deliveries.wakeUp();
        }
    }
}
