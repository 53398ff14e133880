package org.gatepost.ee.admin;

import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.gatepost.ee.admin.Overview.Counts;
import org.gatepost.ee.admin.Overview.Stock;

/** What the database said last of the queue, to every page of every desk. Counting a large queue takes a while and is asked for apart. Safe for use by many threads. */
@ApplicationScoped
public class LastStock {

    private final LastAnswer<Stock> stock = new LastAnswer<>(System::nanoTime);
    private final LastAnswer<Counts> counts = new LastAnswer<>(System::nanoTime);

    Stock orAsk(Supplier<Stock> ask) {
        return stock.orAsk(ask);
    }

    /** Before {@link #orAsk}, so that its time is not in that. */
    Counts countsOrAsk(Supplier<Counts> ask) {
        return counts.orAsk(ask);
    }

    Optional<Stock> known() {
        return stock.known();
    }
}
