package org.gatepost.queue;

/** Port: which routes an administrator stopped. Safe for use by many threads; answers at once, by what was known a moment ago. */
@FunctionalInterface
public interface Stops {

    /** Nothing is stopped. */
    Stops NONE = route -> false;

    /** Whether nothing is to leave by that route, because it or its whole channel is stopped. */
    boolean isStopped(Route route);
}
