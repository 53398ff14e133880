/**
 * What happened, as values: the rows of the trace and the alarms; and the ports that take them.
 *
 * <p>May use {@code mail} and the connector's {@code protocol}. Read {@link org.gatepost.trace.TraceEvent}.
 */
package org.gatepost.trace;
