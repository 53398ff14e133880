/**
 * How things stand: rates, the queue, the servers this node asks, alarms.
 *
 * <p>May use {@code frame} and {@code ee.admin}. Read {@link org.gatepost.admin.overview.OverviewView}.
 */
package org.gatepost.admin.overview;
