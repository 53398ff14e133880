/**
 * Tells users once a day, where that is switched on ({@code GATEPOST_DIGEST_HOUR}), what of their mail is in quarantine as spam. One node does a day's, by a
 * row with a lease; that a user was told, which copies that were and the message itself are written in one transaction.
 *
 * <p>May use {@code quarantine}, {@code directory}, {@code queue}, {@code ee.store} and the container's threads. Read {@link org.gatepost.ee.quarantine.Digests}.
 */
package org.gatepost.ee.quarantine;
