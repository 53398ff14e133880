/**
 * The queue: what is ours and not yet done, how it is tried again, and the ports to where it lies.
 *
 * <pre>
 *   Waiting -> Sent | Failed | Expired        only a settlement moves a recipient there
 *   Waiting <-> Held                          policy at acceptance; afterwards an administrator, what a filter takes and brings back, and the age of parts
 * </pre>
 *
 * A message lies in the queue as entries, one for each destination channel and next hop, each with its recipients. An entry whose recipients
 * neither wait nor are held is finished and goes; a message whose entries are finished goes with its content. What happened stays in the trace.
 *
 * <p>May use {@code mail}, {@code stage}, {@code trace}, {@code channel}, {@code partial}, what {@code sieve} is to remember, and the connector's {@code protocol} and {@code spool}. Read
 * {@link org.gatepost.queue.QueueStore} first. RFC 5321 sections 4.5.4 (retry) and 6.1 (responsibility).
 */
package org.gatepost.queue;
