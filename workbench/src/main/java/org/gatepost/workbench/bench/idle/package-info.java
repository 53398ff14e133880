/**
 * The bench {@code idle}: many sessions that say nothing, what each costs in heap, and how fast one of them is answered.
 *
 * <p>Read {@link org.gatepost.workbench.bench.idle.IdleClient}, which runs in a process of its own.
 */
package org.gatepost.workbench.bench.idle;
