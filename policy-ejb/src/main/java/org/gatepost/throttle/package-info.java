/**
 * How often something may happen: tables of counters that all nodes share, asked from mapping tables by the names MeterMaid's routines have, and by stages of the gate. Keys are free
 * text: an address, a sender, who authenticated.
 *
 * <p>May use {@code mapping}, {@code stage}, {@code trace} and the connector's {@code protocol}. Read {@link org.gatepost.throttle.Meter} for what a quota is, then
 * {@link org.gatepost.throttle.Throttling} and {@link org.gatepost.throttle.ThrottleTables} for what can be asked.
 */
package org.gatepost.throttle;
