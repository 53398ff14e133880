package org.gatepost.ee.delivery;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

import org.gatepost.channel.Channel;
import org.gatepost.channel.NextHop;
import org.gatepost.queue.Settlement;
import org.gatepost.smtp.client.Dialect;
import org.gatepost.smtp.client.Opening;
import org.gatepost.smtp.client.RemoteLink;
import org.gatepost.smtp.client.RemoteReply;
import org.gatepost.smtp.client.SmtpClient;
import org.gatepost.smtp.client.Step;
import org.gatepost.smtp.client.Transmission;
import org.gatepost.smtp.protocol.Reply;

/** Carries one destination's entries over one connection, one after the other, until there is no more to do. One virtual thread's whole work. */
final class DeliveryWorker implements Runnable {

    /** How long an entry waits that could not be tried for a reason of our own. */
    static final Duration OWN_FAULT_WAIT = Duration.ofMinutes(1);
    private static final Logger LOG = System.getLogger(DeliveryWorker.class.getName());

    private final Destination destination;
    private final DeliveryLimits limits;
    private final DeliveryPorts ports;
    private final SettlementGroup settlements;
    private Optional<SmtpClient> client = Optional.empty();
    /** Where {@code client} leads, while there is one. */
    private Optional<NextHop> connectedTo = Optional.empty();
    private boolean kept;

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
        try {
            settlements.awaitRoom();
            for (Optional<DeliveryTask> task = destination.next(); task.isPresent(); task = destination.next()) {
                attempt(task.get());
                settlements.awaitRoom();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.filter(open -> !destination.keep(open, connectedTo.orElseThrow())).ifPresent(this::close);
        }
    }

    private void attempt(DeliveryTask task) {
        try {
            Channel channel = ports.policy().current().channel(destination.route().channel());
            NextHop hop = channel.nextHop().orElseThrow(() -> new IllegalStateException("channel " + channel.name() + " has no destination"));
            if (task.claimed().entry().waiting().isEmpty()) {
                settlements.add(task, DeliveryAttempt.postponed(task, OWN_FAULT_WAIT, ""));
                return;
            }
            // A policy activated a moment ago may have named another host for this route.
            client.filter(open -> !connectedTo.equals(Optional.of(hop))).ifPresent(this::close);
            DeliveryAttempt attempt = new DeliveryAttempt(task, channel, hop, ports);
            Optional<String> returnedBy = task.claimed().entry().returnRequestedBy();
            if (returnedBy.isPresent()) {
                settlements.add(task, attempt.returned(returnedBy.get()));
            } else if (connected(attempt)) {
                settlements.add(task, sent(attempt));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "message " + task.claimed().message().id() + " could not be tried", e);
            client.ifPresent(this::close);
            settlements.add(task, DeliveryAttempt.postponed(task, OWN_FAULT_WAIT, "not tried: " + e.getMessage()));
        }
    }

    private Settlement sent(DeliveryAttempt attempt) {
        try {
            Transmission transmission = attempt.transmit(client.orElseThrow());
            if (DeliveryAttempt.foundItClosed(transmission, kept)) {
                close(client.orElseThrow());
                transmission = again(attempt, transmission);
            }
            return finished(attempt, transmission);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "message " + attempt.task().claimed().message().id() + " could not be sent", e);
            client.ifPresent(this::close);
            // Counted as a failure like any other, so that it ends some day with a report.
            return attempt.settlement(new RemoteReply.Broken(Reply.quoting(451, "4.3.0", "cannot be sent: " + e.getMessage()), Step.MAIL));
        }
    }

    /** Over a new connection; the first transmission stands where there can be none. */
    private Transmission again(DeliveryAttempt attempt, Transmission first) {
        return switch (open(attempt.hop())) {
            case Opening.Opened(SmtpClient opened) -> attempt.transmit(opened);
            case Opening.Failed(RemoteReply why) ->
                new Transmission(Collections.nCopies(first.replies().size(), why), false);
        };
    }

    private Settlement finished(DeliveryAttempt attempt, Transmission transmission) {
        Settlement settlement = client.map(used -> attempt.settlement(transmission, used)).orElseGet(() -> attempt.settlement(transmission.replies().getFirst()));
        client.filter(used -> !used.isUsable() || used.transactions() >= limits.transactionsPerConnectionMax()).ifPresent(this::close);
        if (transmission.replies().stream().anyMatch(reply -> reply.reply().isPositive())) {
            destination.succeeded(attempt.channel().jobsMax());
        }
        kept = true;
        return settlement;
    }

    /** Makes sure there is a connection; where there can be none, the entry is somebody else's when this returns. */
    private boolean connected(DeliveryAttempt attempt) {
        if (client.isEmpty()) {
            client = destination.takeIdle(attempt.hop());
            connectedTo = Optional.of(attempt.hop());
            kept = client.isPresent();
        }
        if (client.isPresent()) {
            return true;
        }
        return switch (open(attempt.hop())) {
            case Opening.Opened opened -> true;
            case Opening.Failed(RemoteReply why) -> {
                for (DeliveryTask each : destination.failed(attempt.task(), why)) {
                    settlements.add(each, new DeliveryAttempt(each, attempt.channel(), attempt.hop(), ports).settlement(why));
                }
                yield false;
            }
        };
    }

    private Opening open(NextHop hop) {
        destination.connecting();
        try {
            Opening opening = greeted(hop);
            if (opening instanceof Opening.Opened(SmtpClient opened)) {
                client = Optional.of(opened);
                connectedTo = Optional.of(hop);
                kept = false;
                destination.opened(opened);
            }
            return opening;
        } finally {
            destination.connectingEnded();
        }
    }

    private Opening greeted(NextHop hop) {
        DeliveryPorts.Network network = ports.network();
        Dialect dialect = switch (hop.protocol()) {
            case SMTP -> Dialect.SMTP;
            case LMTP -> Dialect.LMTP;
        };
        try {
            RemoteLink link = network.connector().connect(hop.host(), hop.port(), network.timeouts().connect());
            return SmtpClient.open(link, dialect, network.helloName(), network.timeouts());
        } catch (IOException e) {
            return new Opening.Failed(SmtpClient.unreachable(e));
        }
    }

    private void close(SmtpClient open) {
        client = Optional.empty();
        destination.closed(open);
        open.quit();
    }
}
