/**
 * The PostgreSQL that runs when no other is named: Zonky's binaries from the class path, unpacked once, one cluster under {@code var/pg}.
 *
 * <p>The postmaster is run directly, not through pg_ctl: its process is the one the supervisor watches.
 * Read {@link org.gatepost.workbench.demo.postgres.EmbeddedPostgres}.
 */
package org.gatepost.workbench.demo.postgres;
