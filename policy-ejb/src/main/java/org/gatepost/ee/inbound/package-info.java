/**
 * Where mail comes in: the endpoint the connector calls, and the group commit that makes messages ours.
 *
 * <p>May use {@code gate} and what it uses, {@code ee.store} and {@code ee.trace}. Read {@link org.gatepost.ee.inbound.GroupCommit}. RFC 5321
 * sections 4.2.5 and 6.1 (a 250 after DATA takes responsibility), RFC 1047 (why that answer must not be late).
 */
package org.gatepost.ee.inbound;
