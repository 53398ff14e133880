/**
 * Where the trace goes: a bounded ring, from it a JSON log on disk and rows in the database; and the alarms.
 *
 * <p>May use {@code trace}, {@code mail}, the connector's {@code protocol} and {@code ee.settings}; knows nothing of the queue. Read
 * {@link org.gatepost.ee.trace.TraceRing}: nothing here ever makes a session wait.
 */
package org.gatepost.ee.trace;
