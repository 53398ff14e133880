/**
 * What the people at the desk may ask and do: looking at the queue, one message's story and this node's state, and changing the queue by hand.
 *
 * <p>The web calls this package and nothing else. Every method asks for a role, but for those of
 * {@link org.gatepost.ee.admin.OwnQuarantine}, which ask for a token; every change writes its audit row and its trace rows in the
 * transaction that makes it. Works on the tables of the queue and the trace by SQL (see the comments in db-migrations); may use
 * {@code ee.settings}, {@code mail} and {@code access} below. Read {@link org.gatepost.ee.admin.QueueAdmin} first.
 */
package org.gatepost.ee.admin;
