/**
 * The queue as a table: found by filters that stand in the address, changed by hand.
 *
 * <p>May use {@code frame} and {@code ee.admin}. Read {@link org.gatepost.admin.queue.QueueView}.
 */
package org.gatepost.admin.queue;
