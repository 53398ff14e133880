/**
 * The database: messages and queue, content, policy rows, alarms and audit; migrations, leases and what is swept.
 *
 * <p>The hot path (acceptance, claims, settlements, content, trace) is plain JDBC in classes that take a connection and hold the SQL, so that
 * they can be tried on any PostgreSQL; see decision 0001. Policy, which people edit, is JPA entities ({@code *Row}), persistence unit
 * {@code gatepost}. May use every core package, {@code ee.settings} and {@code ee.trace}. Read {@link org.gatepost.ee.store.Transactions} first,
 * then {@link org.gatepost.ee.store.MessageRows} and {@link org.gatepost.ee.store.QueueRows}.
 */
package org.gatepost.ee.store;
