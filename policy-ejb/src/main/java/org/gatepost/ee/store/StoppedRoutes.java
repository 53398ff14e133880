package org.gatepost.ee.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.mail.ChannelName;
import org.gatepost.queue.Route;
import org.gatepost.queue.Stops;

/** The stopped routes as the table delivery_stop has them, read again where that was a second ago. While the database is away, what was known holds. */
@ApplicationScoped
public class StoppedRoutes implements Stops {

    static final Duration READ_EVERY = Duration.ofSeconds(1);
    /** After it every node knows what was changed: what is tried before may still be put off, for as long as its next time says. */
    public static final Duration KNOWN_WITHIN = READ_EVERY.multipliedBy(2);
    private static final Logger LOG = System.getLogger(StoppedRoutes.class.getName());

    private final Transactions transactions;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Set<Route> stopped = Set.of();
    private volatile boolean known;
    private volatile long readNanos;

    /** For the container's proxy. */
    protected StoppedRoutes() {
        this.transactions = null;
    }

    @Inject
    public StoppedRoutes(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean isStopped(Route route) {
        if (!known || System.nanoTime() - readNanos >= READ_EVERY.toNanos()) {
            lookAgain();
        }
        Set<Route> now = stopped;
        return !now.isEmpty() && (now.contains(route) || now.contains(new Route(route.channel(), "")));
    }

    /** One looks, the others go by what was known; the first time they wait, for nothing is. */
    private void lookAgain() {
        if (known && !reading.tryLock()) {
            return;
        }
        if (!reading.isHeldByCurrentThread()) {
            reading.lock();
        }
        try {
            if (!known || System.nanoTime() - readNanos >= READ_EVERY.toNanos()) {
                stopped = read();
                known = true;
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "stopped routes could not be read, those known hold", e);
        } finally {
            readNanos = System.nanoTime();
            reading.unlock();
        }
    }

    private Set<Route> read() {
        return transactions.inOne(connection -> {
            Set<Route> found = new HashSet<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT channel, next_hop FROM delivery_stop");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Route(new ChannelName(rows.getString(1)), rows.getString(2)));
                }
            }
            return found;
        });
    }
}
