package org.gatepost.ee.delivery;

import java.util.HashSet;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.gatepost.ee.store.Transactions;
import org.gatepost.ee.store.TurnRows;
import org.gatepost.queue.QueueTurn;
import org.gatepost.queue.Route;
import org.gatepost.smtp.protocol.TurnNode;

/** Brings forward what was asked for by ETRN: its entries are due, and this node looks at once; a destination that was dead is tried again. */
@ApplicationScoped
public class RequestedTurns implements QueueTurn {

    @Inject
    private Transactions transactions;
    @Inject
    private QueueRunner runner;

    @Override
    public void turn(Route route, TurnNode node) {
        Set<Route> due = new HashSet<>(transactions.inOne(connection -> TurnRows.turn(connection, route, node)));
        due.add(route);
        due.forEach(runner::wakeUp);
    }
}
