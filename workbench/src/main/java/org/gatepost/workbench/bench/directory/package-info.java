/**
 * The bench {@code directory}: how many LDAP searches a message costs, counted between a running Gatepost and a directory.
 *
 * <p>Read {@link org.gatepost.workbench.bench.directory.CountedDirectory}.
 */
package org.gatepost.workbench.bench.directory;
