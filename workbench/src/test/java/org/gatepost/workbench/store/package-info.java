/**
 * Tests of {@code ee.store} and {@code ee.inbound} on a real PostgreSQL without a container: the schema, what group commit and settlement leave in the
 * rows, and whose an entry is. Read {@link org.gatepost.workbench.store.StoreIT} first.
 */
package org.gatepost.workbench.store;
