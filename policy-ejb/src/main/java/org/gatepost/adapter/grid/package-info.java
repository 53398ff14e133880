/**
 * Payara's data grid (Hazelcast), as the place where the counters of all nodes are kept.
 *
 * <p>Implements the port {@code throttle.ThrottleLedger}. Only types of the JDK go into the grid, and only compare-and-set changes them: a member that does not
 * have the application yet can then keep them too. Read {@link org.gatepost.adapter.grid.GridLedger}.
 */
package org.gatepost.adapter.grid;
