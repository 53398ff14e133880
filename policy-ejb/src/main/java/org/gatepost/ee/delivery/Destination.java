package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

import org.gatepost.channel.NextHop;
import org.gatepost.queue.Route;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;

/**
 * One route's entries, and the connections they share. Independent of every other: it has threads, connections and a memory share of its own. Safe
 * for use by many threads.
 */
final class Destination implements Passage.Watch {

    /** How long entries wait in the store that are given back: somebody wants to change them, or they came after the end. */
    static final Duration GIVEN_BACK_WAIT = Duration.ofSeconds(5);
    /** From connecting until we are introduced, TLS and AUTH included, no more than this many times the time for a reply. */
    static final int BEGINNING_REPLIES = 3;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final Logger LOG = System.getLogger(Destination.class.getName());

    private final Route route;
    private final DeliveryLimits limits;
    private final Share share;
    private final Precedence precedence;
    private final Pools pools;
    private final Groups groups;
    private final DeliveryPorts ports;
    private final SettlementGroup settlements;
    private final Deque<DeliveryTask> waiting = new ArrayDeque<>();
    private final Deque<Idle> idle = new ArrayDeque<>();
    private final Set<SmtpClient> open = new HashSet<>();
    private final Map<RemoteLink, Silent> silent = new HashMap<>();
    private final Pace pace = new Pace();
    private int workers;
    private int connecting;
    private boolean stopping;
    private long usedNanos = System.nanoTime();
    private Optional<String> lastFailure = Optional.empty();
    private Optional<Instant> failedAt = Optional.empty();
    /** Of the hosts it leads to, since they are known. */
    private Optional<GroupPace> group = Optional.empty();
    private OptionalInt perMinuteMax = OptionalInt.empty();

    /** A connection nobody uses. Policy may since have named another host for the same route, or other terms, so it knows its own. */
    private record Idle(SmtpClient client, ConnectionTerms terms, long sinceNanos) {
    }

    /** A connection on which we wait to begin. */
    private record Silent(NextHop hop, long sinceNanos) {
    }

    /** What it shares with all others of the node. */
    record Neighbours(Precedence precedence, Pools pools, Groups groups) {
    }

    Destination(Route route, DeliveryLimits limits, Share share, Neighbours neighbours, DeliveryPorts ports, SettlementGroup settlements) {
        this.route = route;
        this.share = share;
        this.precedence = neighbours.precedence();
        this.pools = neighbours.pools();
        this.groups = neighbours.groups();
        this.limits = limits;
        this.ports = ports;
        this.settlements = settlements;
    }

    Route route() {
        return route;
    }

    Pools pools() {
        return pools;
    }

    Share share() {
        return share;
    }

    /** Takes entries, whether there is room or not: who has asked before may bring them. After the end they go back. */
    synchronized void add(List<DeliveryTask> tasks) {
        usedNanos = System.nanoTime();
        if (stopping) {
            tasks.forEach(task -> settlements.add(task, DeliveryAttempt.postponed(task, GIVEN_BACK_WAIT, "")));
        } else {
            tasks.forEach(this::enqueue);
            if (!precedence.yields()) {
                // Else at the next look: a worker for each turn would come and go with a message each.
                pump();
            }
        }
    }

    /**
     * A higher priority goes before what waits here (RFC 6710 section 5): the sender is known, and bounded by its channel. So does what prefers delivery
     * over protection: behind others, whose connections are refused, it would share their failure.
     */
    private void enqueue(DeliveryTask task) {
        if (task.claimed().message().envelope().parameters().handling().priority() > 0 || task.claimed().message().prefersDelivery()) {
            waiting.addFirst(task);
        } else {
            waiting.addLast(task);
        }
    }

    /** How many entries could be claimed for it now. Nothing for a dead one until its next probe: then as many as that will decide about. */
    synchronized int room(long nowNanos) {
        return stopping || !pace.mayTry(nowNanos) ? 0 : Math.min(share.room(pace.isDead(), nowNanos), Math.max(0, aMinutesMail() - share.entries()));
    }

    /** Whether a message just being accepted may stay in memory for it. */
    synchronized boolean hasRoomForNew(boolean olderWaits, long nowNanos) {
        return !stopping && share.entries() < aMinutesMail() && share.hasRoomForNew(pace.isDead(), olderWaits, nowNanos);
    }

    /** Where its hosts get so many messages a minute, no more than those need to be in memory. */
    private int aMinutesMail() {
        return group.map(hosts -> hosts.perMinute(perMinuteMax)).orElse(Integer.MAX_VALUE);
    }

    /** Where nothing moves: what waits beyond the first {@code kept}, no longer its own when this returns. */
    synchronized List<DeliveryTask> takeSurplusOfStalled(int kept, long nowNanos) {
        List<DeliveryTask> surplus = new ArrayList<>();
        while (share.isStalled(nowNanos) && waiting.size() > kept) {
            surplus.add(waiting.pollLast());
        }
        return surplus;
    }

    /** Puts back, for a moment, those of these entries that no attempt has begun for. */
    synchronized void giveBack(Set<UUID> entries) {
        waiting.removeIf(task -> {
            boolean wanted = entries.contains(task.claimed().entry().id());
            if (wanted) {
                settlements.add(task, DeliveryAttempt.postponed(task, GIVEN_BACK_WAIT, ""));
            }
            return wanted;
        });
    }

    /** Starts what may start, closes what has been idle or waits too long. Called every now and then. */
    void tick() {
        List<SmtpClient> expired = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            while (!idle.isEmpty() && now - idle.peekFirst().sinceNanos() > limits.idle().toNanos()) {
                expired.add(forgotten(idle.pollFirst()));
            }
            open.forEach(SmtpClient::abortIfOverdue);
            if (!silent.isEmpty()) {
                giveUpSilent(now);
            }
            pump();
        }
        expired.forEach(SmtpClient::quit);
    }

    /**
     * A next hop that says nothing may take minutes to be given up; where policy meanwhile names another, nobody is to wait for it. One that says something
     * now and then, in greeting or handshake, has so many times the time of a reply for all of it.
     */
    private void giveUpSilent(long now) {
        long patience = ports.network().timeouts().command().multipliedBy(BEGINNING_REPLIES).toNanos();
        Optional<NextHop> leading = Departure.channel(ports.policy().current(), route).nextHop();
        silent.forEach((link, waits) -> {
            if (now - waits.sinceNanos() > patience || leading.filter(named -> named.leadsTo(waits.hop())).isEmpty()) {
                link.close();
            }
        });
    }

    /** Tries at once what waits for a probe. */
    synchronized void wakeUp() {
        pace.tryNow(System.nanoTime());
        pump();
    }

    /** Takes no more and begins nothing more; gives back what was not begun, and closes what is idle. */
    List<DeliveryTask> stop() {
        List<DeliveryTask> left;
        List<SmtpClient> closing = new ArrayList<>();
        synchronized (this) {
            stopping = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
            while (!idle.isEmpty()) {
                closing.add(forgotten(idle.pollFirst()));
            }
        }
        closing.forEach(SmtpClient::quit);
        return left;
    }

    synchronized boolean isAtWork() {
        return workers > 0;
    }

    /** Breaks off what is under way. */
    synchronized void abort() {
        open.forEach(SmtpClient::close);
        silent.keySet().forEach(RemoteLink::close);
    }

    /** Whether it has been unused so long that nothing is worth remembering. */
    synchronized boolean isForgotten() {
        return workers == 0 && waiting.isEmpty() && open.isEmpty() && System.nanoTime() - usedNanos > FORGOTTEN_AFTER.toNanos();
    }

    synchronized DestinationView view() {
        OptionalInt perMinute = aMinutesMail() == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(aMinutesMail());
        return new DestinationView(route, waiting.size(), open.size(), pace.allowed(), perMinute, lastFailure, failedAt);
    }

    private void pump() {
        long now = System.nanoTime();
        if (stopping || waiting.isEmpty() || !pace.mayTry(now) || pace.isDead() && workers > 0) {
            return;
        }
        int mayBegin = Math.min(precedence.mayBegin(waiting.size(), waiting.peek().takenNanos(), now), availableOfGroup(now));
        for (int i = Math.min(pace.allowed() - workers, mayBegin); i > 0; i--) {
            workers++;
            new DeliveryWorker(this, limits, ports, settlements).start();
        }
    }

    private int availableOfGroup(long now) {
        return group.map(hosts -> hosts.available(perMinuteMax, now)).orElse(Integer.MAX_VALUE);
    }

    /** How many messages a minute its hosts may get by the channel, which a policy made a moment ago may have changed. */
    synchronized void limitedTo(OptionalInt perMinute) {
        perMinuteMax = perMinute;
    }

    @Override
    public synchronized void leadsTo(Set<String> hosts, int port) {
        group = Optional.of(groups.paceOf(new Groups.Group(hosts, port), System.nanoTime()));
    }

    /** Whether its hosts get another message now, which is counted then. */
    synchronized boolean beginMessage() {
        return group.map(hosts -> hosts.begin(perMinuteMax, System.nanoTime())).orElse(true);
    }

    /** Its hosts said that it is too much, in what began then. */
    synchronized void complained(RemoteReply said, long begunNanos) {
        group.map(hosts -> hosts.complained(perMinuteMax, begunNanos, System.nanoTime())).filter(OptionalInt::isPresent)
                .ifPresent(slower -> LOG.log(Level.INFO, "the hosts of {0} get {1} messages a minute for now: {2}", route, slower.getAsInt(), said.reply()));
    }

    /** A connection that is being tried was refused so. Beside others it was one too many, which says nothing of messages. */
    synchronized void refused(RemoteReply said, long begunNanos) {
        if (open.isEmpty() && connecting <= 1) {
            complained(said, begunNanos);
        }
    }

    /** The next entry for a worker; empty when it is to end, which it then has. */
    synchronized Optional<DeliveryTask> next() {
        long now = System.nanoTime();
        if (stopping || waiting.isEmpty() || workers > pace.allowed() || !pace.mayTry(now) || availableOfGroup(now) == 0
                || !precedence.mayBegin(waiting.peek().takenNanos(), now)) {
            workers--;
            return Optional.empty();
        }
        usedNanos = now;
        return Optional.of(waiting.poll());
    }

    /**
     * An entry for a worker that is busy with another, to go over the same connection right after it; empty unless more wait than there are workers, who
     * might carry it earlier, or its hosts get no other message now. It is counted as one of theirs.
     */
    synchronized Optional<DeliveryTask> ahead() {
        boolean none = stopping || pace.isDead() || waiting.isEmpty() || waiting.size() < workers
                || !precedence.mayBegin(waiting.peek().takenNanos(), System.nanoTime()) || !beginMessage();
        return none ? Optional.empty() : Optional.of(waiting.poll());
    }

    /** What was taken and not begun waits again. */
    synchronized void putBack(DeliveryTask task) {
        waiting.addFirst(task);
    }

    /** A worker broke off without having asked for more. */
    synchronized void workerLost() {
        workers--;
    }

    /** An idle connection on these terms, where there is one. Those on others are closed. */
    Optional<SmtpClient> takeIdle(ConnectionTerms terms) {
        List<SmtpClient> elsewhere = new ArrayList<>();
        Optional<SmtpClient> taken = Optional.empty();
        synchronized (this) {
            while (taken.isEmpty() && !idle.isEmpty()) {
                Idle last = idle.pollLast();
                if (last.terms().equals(terms)) {
                    taken = Optional.of(last.client());
                } else {
                    elsewhere.add(forgotten(last));
                }
            }
        }
        elsewhere.forEach(SmtpClient::quit);
        return taken;
    }

    private SmtpClient forgotten(Idle connection) {
        open.remove(connection.client());
        return connection.client();
    }

    /** A connection is tried; {@link #connectingEnded()} follows in any case. */
    synchronized void connecting() {
        connecting++;
    }

    synchronized void connectingEnded() {
        connecting--;
    }

    @Override
    public synchronized void awaitsGreeting(RemoteLink link, NextHop hop) {
        silent.put(link, new Silent(hop, System.nanoTime()));
    }

    @Override
    public synchronized void heard(RemoteLink link) {
        silent.remove(link);
    }

    /** A connection was made. */
    synchronized void opened(SmtpClient client) {
        open.add(client);
        if (stopping) {
            client.close();
        }
    }

    /** A connection is closed. */
    synchronized void closed(SmtpClient client) {
        open.remove(client);
    }

    /** A worker ends with a connection that still works. True where it is kept. */
    synchronized boolean keep(SmtpClient client, ConnectionTerms terms) {
        if (stopping) {
            return false;
        }
        idle.addLast(new Idle(client, terms, System.nanoTime()));
        return true;
    }

    /** The next hop answered for a message; whether it took it. */
    synchronized void answered(boolean taken, int jobsMax) {
        lastFailure = Optional.empty();
        failedAt = Optional.empty();
        if (taken) {
            pace.succeeded(jobsMax);
            group.ifPresent(GroupPace::taken);
        } else {
            pace.answered();
        }
        pump();
    }

    /** A connection broke, or heard 421, in a transaction that began then. */
    synchronized void broke(RemoteReply why, long begunNanos) {
        pace.broke(begunNanos, System.nanoTime());
        if (pace.isDead()) {
            lastFailure = Optional.of(why.reply().toString());
            failedAt = Optional.of(ports.clock().instant());
        }
    }

    /**
     * A connection could not be made. Where others are open or still being tried, those decide: the entry waits again, and nothing is returned. Else
     * the destination is dead, and everything that waits for it shares the failure: it is returned, the entry included.
     */
    synchronized List<DeliveryTask> failed(DeliveryTask task, RemoteReply why) {
        LOG.log(Level.INFO, "cannot reach {0}: {1}", route, why.reply());
        if (open.size() + connecting > 0 && !stopping) {
            pace.refusedBeside(open.size() + connecting);
            waiting.addFirst(task);
            return List.of();
        }
        lastFailure = Optional.of(why.reply().toString());
        failedAt = Optional.of(ports.clock().instant());
        pace.failed(System.nanoTime());
        List<DeliveryTask> all = new ArrayList<>();
        all.add(task);
        all.addAll(waiting);
        waiting.clear();
        return all;
    }
}
