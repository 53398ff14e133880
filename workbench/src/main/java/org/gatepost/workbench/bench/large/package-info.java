/**
 * The bench {@code large}: many messages of many megabytes at once, small neighbours meanwhile, and whether every octet arrived.
 *
 * <p>Read {@link org.gatepost.workbench.bench.large.LargeLoad}, which runs in a process of its own: client and sink in one.
 */
package org.gatepost.workbench.bench.large;
