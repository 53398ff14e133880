package org.gatepost.queue;

import java.util.List;
import java.util.Optional;

/**
 * Which routes have entries that are due and nobody holds, as far as was looked.
 *
 * @param continueAfter the route the look ended at; empty where there are none behind it
 */
public record DueRoutes(List<Route> routes, Optional<Route> continueAfter) {

    public DueRoutes {
        routes = List.copyOf(routes);
    }
}
