package org.gatepost.ee.delivery;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.dsn.Aftermath;
import org.gatepost.ee.load.ProcessorLoad;
import org.gatepost.ee.settings.DeliverySettings;
import org.gatepost.ee.settings.Settings;
import org.gatepost.gate.OnwardSender;
import org.gatepost.gate.PolicySource;
import org.gatepost.hop.HopSecret;
import org.gatepost.mapping.access.AddressAccess;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.ContentStore;
import org.gatepost.queue.FreshEntries;
import org.gatepost.queue.QueueEntry;
import org.gatepost.queue.QueueStore;
import org.gatepost.queue.Route;
import org.gatepost.queue.Routing;
import org.gatepost.queue.Stops;
import org.gatepost.routing.MxRouting;
import org.gatepost.routing.NextHopOffers;
import org.gatepost.routing.TransportSecurity;
import org.gatepost.smtp.client.SocketLink;
import org.gatepost.tlsreport.TlsTally;
import org.gatepost.verify.Leaks;

/**
 * Delivers what is in the queue, on this node. Nothing moves before {@link #start()}, which the start-up bean calls once migrations have run and the
 * first policy is there. Three of the container's threads claim, settle and watch; attempts run on virtual threads of their own.
 */
@ApplicationScoped
public class QueueRunner implements FreshEntries {

    private static final long JOIN_MILLIS = 1_000;

    @Inject
    private QueueStore store;
    @Inject
    private ContentStore contents;
    @Inject
    private PolicySource policy;
    @Inject
    private Stops stops;
    @Inject
    private Aftermath aftermath;
    @Inject
    private Routing routing;
    @Inject
    private Settings settings;
    @Inject
    private MxRouting mxRouting;
    @Inject
    private TransportSecurity security;
    @Inject
    private NextHopOffers offers;
    @Inject
    private TlsTally tally;
    @Inject
    private OnwardSender senders;
    @Inject
    private AddressAccess access;
    @Inject
    private ProcessorLoad processors;
    @Inject
    private HopSecret hopSecret;
    @Inject
    private Leaks leaks;
    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    private volatile Optional<Running> running = Optional.empty();

    private record Running(Dispatcher dispatcher, List<Thread> threads) {
    }

    /** Begins. A second call does nothing. */
    public synchronized void start() {
        if (running.isPresent()) {
            return;
        }
        DeliverySettings ours = DeliverySettings.read();
        DeliveryPorts.Network network = new DeliveryPorts.Network(SocketLink::connect, SocketLink::addresses, settings.hostname(), ours.timeouts(), mxRouting, security, offers, tally, Logins.FILES, access);
        Dispatcher dispatcher = new Dispatcher(new DeliveryPorts(store, contents, policy, stops, aftermath, routing, network, Clock.systemUTC(), senders, processors::isShort, hopSecret, leaks),
                DeliveryLimits.DEFAULT.inMemory(ours.entries(), ours.contentOctets()).yielding(ours.yield()));
        List<Thread> begun = List.of(threads.newThread(dispatcher::runClaims), threads.newThread(dispatcher::runSettlements),
                threads.newThread(dispatcher::runWatch));
        begun.forEach(Thread::start);
        running = Optional.of(new Running(dispatcher, begun));
    }

    /** Ends: attempts under way get a bounded time, the rest is released. A second call does nothing. Before the store's own end. */
    @PreDestroy
    public synchronized void stop() {
        Optional<Running> ending = running;
        running = Optional.empty();
        ending.ifPresent(now -> {
            now.dispatcher().stop();
            now.threads().forEach(QueueRunner::join);
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean hasRoom(Collection<QueueEntry> entries) {
        return running.map(now -> now.dispatcher().hasRoom(entries)).orElse(false);
    }

    @Override
    public void offer(List<ClaimedEntry> entries, Optional<byte[]> content) {
        // Whoever was told there is room may come after the end: those go back, due at once.
        running.ifPresentOrElse(now -> now.dispatcher().offer(entries, content), () -> store.release(entries.stream().map(claimed -> claimed.entry().id()).toList()));
    }

    /** How each destination goes, for the overview page. */
    public List<DestinationView> destinations() {
        return running.map(now -> now.dispatcher().destinations()).orElse(List.of());
    }

    /** Puts back those of these entries that wait here and no attempt has begun for, so that an administrator can have them. */
    public void giveBack(Collection<UUID> entries) {
        running.ifPresent(now -> now.dispatcher().giveBack(Set.copyOf(entries)));
    }

    /** Looks for due entries and tries dead destinations at once: after an administrator made entries due. */
    public void wakeUp() {
        running.ifPresent(now -> now.dispatcher().wakeUp());
    }

    /** The same for one destination, after somebody else asked for its mail. */
    public void wakeUp(Route route) {
        running.ifPresent(now -> now.dispatcher().wakeUp(route));
    }
}
