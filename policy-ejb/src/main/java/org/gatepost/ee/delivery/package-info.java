/**
 * Delivery: takes entries from acceptance and from the store, gives them to their next hops, and settles what came of it.
 *
 * <p>{@link org.gatepost.ee.delivery.QueueRunner} is the bean; {@link org.gatepost.ee.delivery.Dispatcher} is what it runs, plain Java. What a reply
 * means is decided in {@code dsn.Aftermath}; nothing here judges.
 *
 * <h2>Scheduling</h2>
 * Each route has a {@link org.gatepost.ee.delivery.Destination} of its own, with its own connections. A slow or dead next hop delays no other:
 * <ul>
 * <li><b>Memory</b> ({@code Share}): a destination begins with a hundredth and earns two entries with each that is settled, up to what it leaves to all
 * others; a dead one has 100. One that settles nothing for 5 s loses what it earned, and when less than a quarter of the memory is left, gives back what
 * waits beyond its part of a quarter, in one update. New mail there is no room for is stored free: nothing is put back entry by entry. While older mail
 * of a destination waits in the store, new mail gets three quarters of its share.
 * <li><b>Claims</b> ({@code Claims}): the store is asked four times a second, or when somebody rings, which routes have due entries; a look costs one
 * descent of an index for each route, whatever lies behind. Where there are so many routes that it takes more than 12 ms, it is made more seldom: a
 * twentieth of the time, at least every second. Each of those that have room gets an equal part of a claim of 500, small contents read with
 * it. A route that gave all it was asked for is claimed again without a look. What has no room, or is dead, is left untouched where it lies.
 * <li><b>Jobs</b> ({@code Pace}): two, one more with each success, up to the channel's {@code maxjobs}; a refused connection sets them to those that
 * are open, a broken one or a 421 halves them, after which they grow slowly.
 * <li><b>Groups</b> ({@code GroupPace}): all domains that name the same mail exchangers share what those get in a minute: what the channel allows, or
 * less after they said 421 or 4.7.x. A destination keeps no more in memory than goes in a minute.
 * <li><b>Acceptance first</b> ({@code Precedence}): while many messages come and no processor is left, one delivery begins for each four that come, for
 * ten seconds at most by entry. A burst is taken in as fast as it can be and delivered after; a load that stays is delivered as it comes.
 * <li><b>Dead</b>: where no connection can be made and none is open, all that is in memory for the destination, 100 where it was dead before, shares
 * that one failure. One probe follows after 1, 2, 4, 8, then every 15 seconds, as long as anything is due. So 100,000 messages for a dead next hop cost
 * at most one connection and 100 updated rows in 15 seconds; their later notices and returns by age come by as much later as it takes to go round.
 * <li><b>Returns</b> ({@code Returns}): what a person wants returned needs no next hop and waits for none. It is claimed apart from all routes, up to 500
 * at a time, as often as routes are looked at.
 * <li><b>Connections</b> carry 500 messages and are kept 10 s without work. Where more entries wait than there are workers, the envelope of the next
 * goes with the final dot of the one before (RFC 2920 section 3.1).
 * </ul>
 * Three threads of the container's serve all: one claims, one settles, one watches over timeouts and waits for nobody. Attempts run on virtual threads.
 *
 * <h2>Duplicates after a kill</h2>
 * A copy is sent twice where its next hop said 250 and the settlement had not committed. Of those there are: what waits for the settling thread and what
 * it is writing, together at most 200 ({@code SettlementGroup.SENT_MAX}; a worker that finds as many begins no other attempt), and one for each open
 * delivery, which had passed that gate before and is at its final dot. An entry whose envelope went ahead is not among them: its content did not.
 *
 * <p>May use the core, the connector's {@code client}, and the container's threads. RFC 5321 sections 4.5.4 (retry) and 6.1 (responsibility).
 */
package org.gatepost.ee.delivery;
