/**
 * Delivery: takes entries from acceptance and from the store, gives them to their next hops, and settles what came of it.
 *
 * <p>{@link org.gatepost.ee.delivery.QueueRunner} is the bean; {@link org.gatepost.ee.delivery.Dispatcher} is what it runs, plain Java. Each route has
 * a {@link org.gatepost.ee.delivery.Destination} of its own with its own connections, so that a slow or dead next hop delays no other. What a reply
 * means is decided in {@code dsn.Aftermath}; nothing here judges.
 *
 * <p>May use the core, the connector's {@code client}, and the container's threads. RFC 5321 sections 4.5.4 (retry) and 6.1 (responsibility).
 */
package org.gatepost.ee.delivery;
