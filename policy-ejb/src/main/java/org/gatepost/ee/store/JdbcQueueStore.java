package org.gatepost.ee.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.settings.Settings;
import org.gatepost.ee.trace.TraceRing;
import org.gatepost.queue.ChannelCounters;
import org.gatepost.queue.ClaimedEntry;
import org.gatepost.queue.DueRoutes;
import org.gatepost.queue.QueueStore;
import org.gatepost.queue.Route;
import org.gatepost.queue.Settlement;

/**
 * The queue in the database. Each call is one transaction; an exception is a {@link StoreException} or one of the container's. A group in which a
 * settlement is refused by the tables is written one by one, and the exception comes at the end: what was written meanwhile is then no longer
 * ours, and is returned as lost where it is settled again.
 */
@ApplicationScoped
public class JdbcQueueStore implements QueueStore {

    private final Transactions transactions;
    private final Incarnation incarnation;
    private final SettlementRows settlements;
    private final TraceRing trace;
    private final ChannelCounters counters;

    /** For the container's proxy. */
    protected JdbcQueueStore() {
        this.transactions = null;
        this.incarnation = null;
        this.settlements = null;
        this.trace = null;
        this.counters = null;
    }

    @Inject
    JdbcQueueStore(Transactions transactions, Incarnation incarnation, Settings settings, TraceRing trace, ChannelCounters counters) {
        this(transactions, incarnation, settings.node(), trace, counters);
    }

    /** A store that counts for nobody. */
    public JdbcQueueStore(Transactions transactions, Incarnation incarnation, String node, TraceRing trace) {
        this(transactions, incarnation, node, trace, new ChannelCounters());
    }

    private JdbcQueueStore(Transactions transactions, Incarnation incarnation, String node, TraceRing trace, ChannelCounters counters) {
        this.transactions = transactions;
        this.incarnation = incarnation;
        this.settlements = new SettlementRows(node);
        this.trace = trace;
        this.counters = counters;
    }

    @Override
    public DueRoutes due(Optional<Route> after, int routesMax) {
        return transactions.inOne(connection -> RouteRows.due(connection, after, routesMax));
    }

    @Override
    public List<ClaimedEntry> claim(Map<Route, Integer> most) {
        return transactions.inOne(connection -> RouteRows.claim(connection, incarnation.id(), most));
    }

    @Override
    public List<ClaimedEntry> claimReturned(int most) {
        return transactions.inOne(connection -> RouteRows.claimReturned(connection, incarnation.id(), most));
    }

    @Override
    public List<Settlement> settle(List<Settlement> group) {
        if (group.isEmpty()) {
            return List.of();
        }
        List<Settlement> lost;
        try {
            lost = transactions.inOne(connection -> settlements.settle(connection, incarnation.id(), group));
        } catch (StoreException e) {
            if (group.size() == 1 || !e.isAboutRows()) {
                throw e;
            }
            return settleAlone(group);
        }
        Set<Settlement> left = Collections.newSetFromMap(new IdentityHashMap<>());
        left.addAll(lost);
        for (Settlement settlement : group) {
            if (!left.contains(settlement)) {
                counters.settled(settlement);
                trace.recordCommitted(settlement.trace());
                settlement.reports().forEach(report -> trace.recordCommitted(report.trace()));
            }
        }
        return lost;
    }

    /** A settlement the tables do not take must not keep the others from being written. */
    private List<Settlement> settleAlone(List<Settlement> group) {
        List<Settlement> lost = new ArrayList<>();
        StoreException refused = null;
        for (Settlement settlement : group) {
            try {
                lost.addAll(settle(List.of(settlement)));
            } catch (StoreException e) {
                refused = e;
            }
        }
        if (refused != null) {
            throw refused;
        }
        return lost;
    }

    @Override
    public long lease() {
        return incarnation.id();
    }

    @Override
    public Set<UUID> held() {
        return transactions.inOne(connection -> QueueRows.held(connection, incarnation.id()));
    }

    @Override
    public void release(Collection<UUID> entries) {
        if (!entries.isEmpty()) {
            transactions.inOne(connection -> {
                QueueRows.release(connection, incarnation.id(), entries);
                return null;
            });
        }
    }
}
