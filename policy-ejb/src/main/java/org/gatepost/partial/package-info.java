/**
 * Messages that were sent in pieces (message/partial, RFC 2046 section 5.2.2): which part of what each is, when a set of them is whole, and the message they make.
 *
 * <p>Until its siblings are here a part is an ordinary message of the queue whose copies are held; what is known of sets besides lies behind the port
 * {@link org.gatepost.partial.PartialSets}. What is to be done about a part says {@link org.gatepost.partial.PartSet#standing}: before it is judged, and again inside the
 * transaction that stores it, so that of two nodes that have the last two parts one completes the set.
 *
 * <p>May use {@code mail}, {@code stage}, {@code sieve.message} and the connector's {@code protocol} and {@code spool}. Read {@link org.gatepost.partial.PartSet} first.
 */
package org.gatepost.partial;
