package org.gatepost.ee.delivery;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.channel.QueueKeywords.Pool;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.OutgoingMessage;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.client.Transmission;
import org.gatepost.smtp.protocol.Reply;

/** Carries one destination's entries over one connection, one after the other, until there is no more to do. One virtual thread's whole work. */
final class DeliveryWorker implements Runnable {

    /** How long an entry waits that could not be tried for a reason of our own. */
    static final Duration OWN_FAULT_WAIT = Duration.ofMinutes(1);
    /** Behind a larger content no other entry is kept waiting. */
    static final long AHEAD_OCTETS_MAX = 256 << 10;
    private static final Logger LOG = System.getLogger(DeliveryWorker.class.getName());

    private final Destination destination;
    private final DeliveryLimits limits;
    private final DeliveryPorts ports;
    private final SettlementGroup settlements;
    private Optional<SmtpClient> client = Optional.empty();
    /** Where {@code client} leads, and on which terms, while there is one. */
    private Optional<ConnectionTerms> connectedOn = Optional.empty();
    private boolean kept;
    /** It was opened for a message that prefers delivery over protection: for that one alone. */
    private boolean forOneAlone;
    /** Whose place this worker has. */
    private Optional<Pool> pool = Optional.empty();
    /** There was none, or its hosts get no message now. */
    private boolean turnedAway;
    private Optional<Following> following = Optional.empty();

    /**
     * What this worker carries next.
     *
     * @param announced its attempt, where the next hop may have heard of it already
     * @param begun whether it is counted as one of the messages its hosts get
     */
    private record Following(DeliveryTask task, Optional<DeliveryAttempt> announced, boolean begun) {
    }

    DeliveryWorker(Destination destination, DeliveryLimits limits, DeliveryPorts ports, SettlementGroup settlements) {
        this.destination = destination;
        this.limits = limits;
        this.ports = ports;
        this.settlements = settlements;
    }

    void start() {
        Thread.ofVirtual().name("delivery " + destination.route().nextHop()).start(this);
    }

    @Override
    public void run() {
        // Whoever started this may belong to no application; what it calls does.
        Thread.currentThread().setContextClassLoader(DeliveryWorker.class.getClassLoader());
        boolean ended = false;
        try {
            settlements.awaitRoom();
            for (Optional<Following> task = next(); task.isPresent(); task = next()) {
                attempt(task.get());
                settlements.awaitRoom();
            }
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                following.ifPresent(task -> destination.putBack(task.task()));
                destination.workerLost();
            }
            // What nobody uses occupies a filter's process: no connection to it is kept beside those its pool counts.
            client.filter(open -> isThroughFilter() || !destination.keep(open, connectedOn.orElseThrow())).ifPresent(this::close);
            pool.ifPresent(destination.pools()::leave);
        }
    }

    private Optional<Following> next() {
        if (turnedAway || following.isEmpty() && pool.filter(destination.pools()::isWanted).isPresent()) {
            destination.workerLost();
            return Optional.empty();
        }
        Optional<Following> task = following.or(() -> destination.next().map(taken -> new Following(taken, Optional.empty(), false)));
        following = Optional.empty();
        return task;
    }

    private void attempt(Following next) {
        DeliveryTask task = next.task();
        if (task.lease() != ports.store().lease()) {
            settlements.drop(task);
            return;
        }
        try {
            begin(next);
        } catch (RuntimeException | Error e) {
            // Errors too: an entry that is forgotten here stays leased, and untried, for as long as this node lives.
            LOG.log(Level.ERROR, "message " + task.claimed().message().id() + " could not be tried", e);
            client.ifPresent(this::close);
            settlements.add(task, DeliveryAttempt.postponed(task, OWN_FAULT_WAIT, "not tried: " + e.getClass().getSimpleName()));
        }
    }

    private void begin(Following next) {
        DeliveryTask task = next.task();
        if (task.claimed().entry().waiting().isEmpty()) {
            settlements.add(task, DeliveryAttempt.postponed(task, OWN_FAULT_WAIT, ""));
            return;
        }
        Channel channel = Departure.channel(ports.policy().current(), destination.route());
        destination.limitedTo(channel.keywords().transport().pace().messagesPerMinute());
        DeliveryAttempt attempt = next.announced().filter(announced -> announced.channel().equals(channel)).orElseGet(() -> new DeliveryAttempt(task, channel, ports));
        if (destination.route().isToAccount()) {
            settlements.add(task, attempt.askedAgain());
        } else if (channel.nextHop().isEmpty()) {
            settlements.add(task, attempt.settlement(Departure.NONE));
        } else if (next.announced().isEmpty() && ports.stops().isStopped(destination.route())) {
            // No connection is kept either: the next hop may be about to go away.
            client.ifPresent(this::close);
            settlements.add(task, attempt.settlement(Departure.STOPPED));
        } else if (!mayConnect(channel)) {
            turnedAway = true;
            destination.putBack(task);
        } else {
            // A policy activated a moment ago may have named another host for this route, made it go by domain, or wanted it encrypted.
            client.filter(open -> !connectedOn.equals(Optional.of(attempt.terms())) || !attempt.hasRoomBehind(open.recipients())).ifPresent(this::close);
            if (connected(attempt)) {
                send(next, attempt);
            }
        }
    }

    /** Only now is it known which hosts it is that get another message, or none for the moment. */
    private void send(Following next, DeliveryAttempt attempt) {
        if (next.begun() || destination.beginMessage()) {
            settlements.add(next.task(), sent(attempt));
        } else {
            turnedAway = true;
            client.filter(open -> forOneAlone).ifPresent(this::close);
            destination.putBack(next.task());
        }
    }

    /** Whether its pool has a place for this worker, which it then keeps to its end. */
    private boolean mayConnect(Channel channel) {
        if (pool.isEmpty()) {
            pool = poolOf(channel);
            if (pool.isPresent() && !destination.pools().enter(pool.get())) {
                pool = Optional.empty();
                return false;
            }
        }
        return true;
    }

    /** Ways through a filter differ by where they lead on; it is one next hop all the same, and bears what its channel says. */
    private Optional<Pool> poolOf(Channel channel) {
        return channel.keywords().transport().queue().pool().or(() -> isThroughFilter() ? Optional.of(new Pool(Route.THROUGH_FILTER + channel.name(), channel.jobsMax())) : Optional.empty());
    }

    private boolean isThroughFilter() {
        return destination.route().onward().isPresent();
    }

    /** Takes the entry that comes after this one over the same connection, so that the next hop hears of it together with the end of this one. */
    private Optional<OutgoingMessage> following(DeliveryAttempt now) {
        boolean mayFollow = following.isEmpty() && !forOneAlone && !ports.stops().isStopped(destination.route()) && now.task().claimed().message().contentOctets() <= AHEAD_OCTETS_MAX
                && client.filter(used -> used.transactions() < limits.transactionsPerConnectionMax()).isPresent();
        if (!mayFollow) {
            return Optional.empty();
        }
        Optional<DeliveryTask> task = destination.ahead();
        following = task.map(taken -> new Following(taken, Optional.empty(), true));
        Optional<DeliveryAttempt> announced = task.filter(this::isPlain).map(taken -> new DeliveryAttempt(taken, now.channel(), ports));
        Optional<OutgoingMessage> message = announced.filter(next -> connectedOn.equals(Optional.of(next.terms())) && next.hasRoomBehind(client.orElseThrow().recipients()))
                .map(DeliveryAttempt::message);
        if (message.isPresent()) {
            following = Optional.of(new Following(task.orElseThrow(), announced, true));
        }
        return message;
    }

    private boolean isPlain(DeliveryTask task) {
        return task.lease() == ports.store().lease() && task.claimed().entry().isWaiting();
    }

    private Settlement sent(DeliveryAttempt attempt) {
        long begun = System.nanoTime();
        try {
            Transmission transmission = attempt.transmit(client.orElseThrow(), () -> following(attempt));
            if (DeliveryAttempt.foundItClosed(transmission, kept)) {
                close(client.orElseThrow());
                transmission = again(attempt, transmission);
            }
            return finished(attempt, transmission, begun);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "message " + attempt.task().claimed().message().id() + " could not be sent", e);
            client.ifPresent(this::close);
            // Counted as a failure like any other, so that it ends some day with a report.
            return attempt.settlement(new RemoteReply.Broken(Reply.quoting(451, "4.3.0", "cannot be sent: " + e), Step.MAIL));
        }
    }

    /** Over a new connection; the first transmission stands where there can be none. */
    private Transmission again(DeliveryAttempt attempt, Transmission first) {
        return switch (open(attempt)) {
            case Opening.Opened(SmtpClient opened) -> attempt.transmit(opened, () -> following(attempt));
            case Opening.Failed(RemoteReply why) -> Transmission.none(Collections.nCopies(first.replies().size(), why));
            case Opening.Unprotected(RemoteReply why, var fault) -> Transmission.none(Collections.nCopies(first.replies().size(), why));
        };
    }

    private Settlement finished(DeliveryAttempt attempt, Transmission transmission, long begunNanos) {
        Settlement settlement = client.map(used -> attempt.settlement(transmission, used)).orElseGet(() -> attempt.settlement(transmission.replies().getFirst()));
        client.filter(used -> !used.isUsable() || forOneAlone || used.transactions() >= limits.transactionsPerConnectionMax()).ifPresent(this::close);
        tellDestination(attempt, transmission, begunNanos);
        kept = true;
        return settlement;
    }

    /** 421 is what a next hop says that closes, and what we say where it did not even do that. */
    private void tellDestination(DeliveryAttempt attempt, Transmission transmission, long begunNanos) {
        boolean taken = false;
        Optional<RemoteReply> broken = Optional.empty();
        Optional<RemoteReply> complaint = Optional.empty();
        for (RemoteReply reply : transmission.replies()) {
            taken |= reply.reply().isPositive();
            complaint = reply.isComplaint() ? Optional.of(reply) : complaint;
            broken = reply.reply().code() == 421 ? Optional.of(reply) : broken;
        }
        complaint.ifPresent(said -> destination.complained(said, begunNanos));
        if (broken.isPresent()) {
            destination.broke(broken.get(), begunNanos);
        } else {
            destination.answered(taken, attempt.channel().jobsMax());
        }
    }

    /** Makes sure there is a connection; where there can be none, the entry is somebody else's when this returns. */
    private boolean connected(DeliveryAttempt attempt) {
        if (client.isEmpty()) {
            client = destination.takeIdle(attempt.terms());
            connectedOn = Optional.of(attempt.terms());
            client.filter(open -> !attempt.hasRoomBehind(open.recipients())).ifPresent(this::close);
            kept = client.isPresent();
            forOneAlone = false;
        }
        if (client.isPresent()) {
            return true;
        }
        return switch (open(attempt)) {
            case Opening.Opened opened -> true;
            case Opening.Failed(RemoteReply why) -> unreached(attempt, why);
            case Opening.Unprotected(RemoteReply why, var fault) -> unreached(attempt, why);
        };
    }

    /** Everything that waits for the destination shares the failure; always false. */
    private boolean unreached(DeliveryAttempt attempt, RemoteReply why) {
        for (DeliveryTask each : destination.failed(attempt.task(), why)) {
            DeliveryAttempt shared = new DeliveryAttempt(each, attempt.channel(), ports);
            if (shared.hop().equals(attempt.hop())) {
                settlements.add(each, settled(shared, why));
            } else {
                settlements.add(each, DeliveryAttempt.postponed(each, Destination.GIVEN_BACK_WAIT, ""));
            }
        }
        return false;
    }

    /** Never throws: the others that share the failure must not be forgotten. */
    private static Settlement settled(DeliveryAttempt attempt, RemoteReply why) {
        DeliveryTask task = attempt.task();
        try {
            return attempt.settlement(why);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "message " + task.claimed().message().id() + " could not be settled", e);
            return DeliveryAttempt.postponed(task, OWN_FAULT_WAIT, "not tried: " + e.getClass().getSimpleName());
        }
    }

    private Opening open(DeliveryAttempt attempt) {
        NextHop hop = attempt.hop();
        long begun = System.nanoTime();
        destination.connecting();
        try {
            Opening opening = new Passage(ports.network(), attempt.channel(), hop, attempt.prefersDelivery(), destination).open();
            if (opening instanceof Opening.Opened(SmtpClient opened)) {
                client = Optional.of(opened);
                connectedOn = Optional.of(attempt.terms());
                kept = false;
                forOneAlone = attempt.prefersDelivery();
                destination.opened(opened);
            } else if (opening instanceof Opening.Failed(RemoteReply why) && why.isComplaint()) {
                destination.refused(why, begun);
            }
            return opening;
        } finally {
            destination.connectingEnded();
        }
    }

    private void close(SmtpClient open) {
        client = Optional.empty();
        destination.closed(open);
        open.quit();
    }
}
